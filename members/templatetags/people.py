"""What templates of accounts ask about a person and a browser."""

from __future__ import annotations

from typing import Any

from django import template

from members import permissions

register = template.Library()

# The first that fits: Edge says it is Chrome, and Chrome says it is Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


@register.filter
def browser_name(user_agent: str) -> str:
    """ "Firefox on Windows"; near enough to know the own machine by, never to trust."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "Some program"


@register.filter
def needs_second_factor(user: Any) -> bool:
    return permissions.needs_second_factor(user)
