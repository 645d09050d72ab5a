"""The names of our lines in Wagtail's audit log."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

ACTIONS = {
    "hidden": ("Words hidden", "A question to the consortium, or an answer, was hidden"),
    "shown_again": ("Words shown again", "A hidden question or answer was shown again"),
}


@hooks.register("register_log_actions")
def register_search_log_actions(registry: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        registry.register_action(f"search.{name}", label, message)
