"""What members add to Wagtail: the names of their log entries."""

from __future__ import annotations

from wagtail import hooks

from members.audit import ACTIONS, OWN_ACTIONS


@hooks.register("register_log_actions")
def register_member_actions(actions) -> None:
    for action, label in (ACTIONS | OWN_ACTIONS).items():
        actions.register_action(action, label, label)
