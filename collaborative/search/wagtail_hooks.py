"""What the search adds to Wagtail: the names of its log entries."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from collaborative.search.ways.actions import LOG_ACTIONS


@hooks.register("register_log_actions")
def register_search_actions(actions: Any) -> None:
    for action, label in LOG_ACTIONS.items():
        actions.register_action(action, label, label)
