"""Who may find people and write to them. Rows of docs/authorization.csv in brackets."""

from __future__ import annotations

from typing import Any

from members.permissions import is_member, serves_consortium


def user_can_find_people(user: Any) -> bool:
    """[PE1, AC2, PE2] Members, and those who serve the consortium."""
    return is_member(user)


def user_can_see_letters(user: Any) -> bool:
    """[PE4] That somebody wrote to somebody, and when."""
    return serves_consortium(user)
