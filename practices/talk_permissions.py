"""Who may talk about practices, and what is one's own. Rows of docs/authorization.csv in brackets.

Each rule about reading has its twin in talk_querysets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import is_active, is_coordinator, is_member, is_site_admin, is_steward_of

from .permissions import user_can_see

if TYPE_CHECKING:
    from .models import Comment, Practice


def user_can_read_comments(user: Any, practice: Practice) -> bool:
    """[CM1, CM6] Members, wherever they may read the practice; nobody else knows of any."""
    return is_member(user) and user_can_see(user, practice)


def user_can_comment(user: Any, practice: Practice) -> bool:
    """[CM2] Members; whether the practice takes comments is asked of it (`practice.live`)."""
    return user_can_read_comments(user, practice)


def user_can_hide_comments(user: Any, practice: Practice) -> bool:
    """[CM4] A steward of the practice's institution, a coordinator, the site administrator."""
    return (
        is_steward_of(user, practice.institution_id) or is_coordinator(user) or is_site_admin(user)
    )


def user_can_change_comment(user: Any, comment: Comment) -> bool:
    """[CM3] Its writer alone, while a member: nobody puts words into another's mouth."""
    return is_member(user) and comment.author_id == user.pk


def user_can_read_words(user: Any, comment: Comment, practice: Practice) -> bool:
    """[CM5] Hidden words: their writer, who reads the reason beside them, and those who may hide.

    What its writer took back is gone for everybody.
    """
    if comment.is_taken_back or not user_can_read_comments(user, practice):
        return False
    return (
        not comment.is_hidden
        or comment.author_id == user.pk
        or user_can_hide_comments(user, practice)
    )


def user_can_keep(user: Any) -> bool:
    """[KE1, FO1] Whoever has an account keeps and follows, and sees only the own."""
    return is_active(user)
