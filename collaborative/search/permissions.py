"""Who looks after finding. Rows of docs/authorization.csv in brackets."""

from __future__ import annotations

from typing import Any

from members.permissions import serves_consortium


def user_can_keep_words(user: Any) -> bool:
    """[SR1, SR2] Read and change the groups of words that mean the same."""
    return serves_consortium(user)
