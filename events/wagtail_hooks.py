"""What meetings add to Wagtail: the names of their log entries."""

from __future__ import annotations

from wagtail import hooks

from events.actions import LOG_ACTIONS


@hooks.register("register_log_actions")
def register_event_actions(actions) -> None:
    for action, label in LOG_ACTIONS.items():
        actions.register_action(action, label, label)
