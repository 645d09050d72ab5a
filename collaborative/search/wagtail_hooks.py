"""The names of our lines in Wagtail's audit log."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from collaborative.search.ways.actions import LOG_ACTIONS

ACTIONS = {
    "search.words_added": "Words of finding added",
    "search.words_changed": "Words of finding changed",
    "search.words_removed": "Words of finding removed",
    "search.hidden": "Words to the consortium hidden",
    "search.shown_again": "Words to the consortium shown again",
    **LOG_ACTIONS,
}


@hooks.register("register_log_actions")
def register_search_actions(registry: Any) -> None:
    for action, label in ACTIONS.items():
        registry.register_action(action, label, label)
