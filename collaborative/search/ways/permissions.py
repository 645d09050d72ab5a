"""Who may what with the ways in. Rows of docs/authorization.csv in brackets."""

from __future__ import annotations

from typing import Any

from members.permissions import serves_consortium


def user_can_edit_goals(user: Any) -> bool:
    """[WI4, WI5] What people come for is said in the consortium's name."""
    return serves_consortium(user)
