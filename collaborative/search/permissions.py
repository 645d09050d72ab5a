"""Who looks after finding, saves searches and asks the consortium. Rows of the matrix in brackets.

Each rule about reading has its twin in saved_querysets and open_querysets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import is_active, is_member, serves_consortium

if TYPE_CHECKING:
    from .models import OpenWords, SavedSearch


def user_can_save(user: Any) -> bool:
    """[SV1] Whoever has an account; each for themself."""
    return is_active(user)


def user_can_see_saved(user: Any, saved: SavedSearch) -> bool:
    """[SV1, SV2] Its owner and nobody else, the site administrator neither."""
    return is_active(user) and saved.owner_id == user.pk


def user_can_ask_consortium(user: Any) -> bool:
    """[OQ1, OQ2, OQ3] Members ask, read and answer; nobody else knows of any question."""
    return is_member(user)


def user_can_take_back(user: Any, words: OpenWords) -> bool:
    """[OQ4] Its writer alone, while a member."""
    return is_member(user) and words.author_id == user.pk


def user_can_close(user: Any, question: OpenWords) -> bool:
    """[OQ6] Who asked has what was looked for; a coordinator tidies up."""
    return user_can_take_back(user, question) or serves_consortium(user)


def user_can_hide_open(user: Any) -> bool:
    """[OQ5] No institution owns a question to all: the consortium's own people decide."""
    return serves_consortium(user)


def user_can_read_open_words(user: Any, words: OpenWords) -> bool:
    """[OQ5] Hidden words: their writer, who reads the reason, and those who may hide."""
    if words.is_taken_back or not is_member(user):
        return False
    return not words.is_hidden or words.author_id == user.pk or user_can_hide_open(user)


def user_can_keep_words(user: Any) -> bool:
    """[SR1, SR2] Read and change the groups of words that mean the same."""
    return serves_consortium(user)
