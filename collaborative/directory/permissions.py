"""Who may find people. Rows of docs/authorization.csv in brackets."""

from __future__ import annotations

from typing import Any

from members.permissions import is_member


def user_can_find_people(user: Any) -> bool:
    """[PE1, AC2] Members, and those who serve the consortium."""
    return is_member(user)
