"""The names of our lines in Wagtail's audit log. Practices themselves are not shown in the CMS."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

ACTIONS = {
    "create": ("Draft begun", "Draft begun"),
    "edit": ("Draft saved", "Draft saved"),
    "delete": ("Draft deleted", "Draft deleted"),
    "submit": ("Submitted", "Submitted for review"),
    "take_back": ("Taken back", "Taken back by the author"),
    "ask_changes": ("Changes asked", "A steward asked for changes"),
    "publish": ("Published", "Published"),
    "take_down": ("Taken down", "Taken down"),
    "hide_comment": ("Comment hidden", "A comment was hidden"),
    "show_comment": ("Comment shown again", "A hidden comment was shown again"),
}


@hooks.register("register_log_actions")
def register_practice_log_actions(registry: Any) -> None:
    for name, (label, message) in ACTIONS.items():
        registry.register_action(f"practices.{name}", label, message)
