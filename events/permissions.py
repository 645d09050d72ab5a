"""Who may what with meetings. Rows of docs/authorization.csv in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import is_member, serves_consortium

from .enums import Audience

if TYPE_CHECKING:
    from .models import Meeting


def user_can_see(user: Any, meeting: Meeting) -> bool:
    """[ME1] Public facts for everybody; a members' meeting for members only."""
    return meeting.audience == Audience.PUBLIC or is_member(user)


def user_can_see_inside(user: Any, meeting: Meeting) -> bool:  # noqa: ARG001  asked of a meeting
    """[ME2] The join link and who is coming."""
    return is_member(user)


def user_can_answer(user: Any) -> bool:
    """[ME6, ME7] For oneself only."""
    return is_member(user)


def user_can_schedule(user: Any) -> bool:
    """Coordinators and site administrators call meetings and change them."""
    return serves_consortium(user)
