"""Who may what with digests. Rows of docs/authorization.csv in brackets."""

from __future__ import annotations

from typing import Any

from members.permissions import is_active, is_member, serves_consortium


def user_can_subscribe(user: Any) -> bool:
    """[DG1] One's own preferences only."""
    return is_active(user)


def user_can_receive(user: Any) -> bool:
    """Digests go to members; asked again when each mail is claimed."""
    return is_member(user)


def user_can_run_digests(user: Any) -> bool:
    """[DG7, DG8, DG9] See issues and the ledger; send an extra issue."""
    return serves_consortium(user)
