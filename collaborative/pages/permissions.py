"""Who may what in the CMS. Rows of docs/authorization.csv in brackets.

These functions are the rule. Wagtail's groups are made from them (actions.rooms), and the guard
asks them again at every request.
"""

from __future__ import annotations

from typing import Any

from members.enums import Role
from members.permissions import is_active, is_coordinator, is_site_admin, roles_of


def writes_for_consortium(user: Any) -> bool:
    """Home, charter, thought leadership: editors and coordinators."""
    return is_site_admin(user) or (is_active(user) and (user.is_editor or is_coordinator(user)))


def steward_of(user: Any) -> list[int]:
    """Ids of the institutions whose words this person publishes."""
    return sorted(pk for pk, role in roles_of(user).items() if role == Role.STEWARD)


def user_can_enter_cms(user: Any) -> bool:
    """[SY1]"""
    return writes_for_consortium(user) or bool(steward_of(user))
