"""The browser that pictures and journeys use, and what it finds wrong with a page."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# Only colours change in the dark (tests/core/test_build_css.py); these are axe's rules of colours.
IN_THE_DARK = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
_VIOLATIONS = "options => axe.run(options).then(({violations}) => violations)"
# What a page has in its own markup: styles that browsers' own widgets carry are not asked about.
_SHAPE = """() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    styled: document.querySelectorAll('[style]').length + document.querySelectorAll('style').length,
    handlers: [...document.querySelectorAll('*')].filter(
        element => [...element.attributes].some(({name}) => name.startsWith('on'))).length,
    scripts: [...document.scripts].filter(
        ({src, type}) => !src && !/^application\\/(ld[+])?json$/.test(type)).length,
    overlapping: [...document.querySelectorAll('body *')].filter(element =>
        element.getBoundingClientRect().right > document.documentElement.clientWidth + 1
        && getComputedStyle(element).position !== 'absolute'
        && !element.closest('svg, pre, [class*=scroll]')
    ).slice(0, 4).map(element => element.tagName.toLowerCase() + '.' + element.className),
})"""


def chromium_path() -> str | None:
    """`CHROMIUM`, then the system's, then Playwright's own (None lets Playwright look for it)."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


def has_chromium(own: str) -> bool:
    """Whether any of them is there; `own` is where Playwright would have put its own."""
    found = chromium_path()
    return Path(found or own).exists()


def problems_of(page: Page, *, with_axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands open, in sentences; empty when nothing is."""
    shape = page.evaluate(_SHAPE)
    problems = []
    if shape["wide"] > 0:
        who = ", ".join(shape["overlapping"])
        problems.append(f"scrolls sideways by {shape['wide']} px ({who})")
    if shape["headings"] != 1:
        problems.append(f"{shape['headings']} h1 instead of one")
    if shape["mains"] != 1:
        problems.append(f"{shape['mains']} main landmarks instead of one")
    if shape["styled"] or shape["handlers"] or shape["scripts"]:
        problems.append("inline style, handler or script")
    if with_axe:
        problems += axe_violations(page)
    return problems


def axe_violations(page: Page, options: dict[str, Any] = AXE_OPTIONS) -> list[str]:
    """What axe-core (WCAG 2.2 AA and good practice) finds, one sentence a place."""
    if not page.evaluate("typeof window.axe === 'object'"):  # a page reads the half megabyte once
        page.evaluate(Axe().axe_script)
    return [
        f"axe {violation['id']}: {violation['help']} at {node['target']}"
        + (f" ({node['any'][0]['message']})" if node.get("any") else "")
        for violation in page.evaluate(_VIOLATIONS, options)
        for node in violation["nodes"]
    ]
