"""Questions about meetings that need more than one step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from events.models import Attendance, CalendarFeed, Meeting
from members.models import User
from members.permissions import is_member
from members.tokens import hash_token

# A calendar program shows the last year; what is older is on the meetings page.
FEED_LOOKS_BACK = dt.timedelta(days=366)


def member_behind(token: str) -> User | None:
    """[ME9] Whose calendar this address is, as long as that person is an active member."""
    feed = CalendarFeed.objects.filter(token_hash=hash_token(token)).select_related("user").first()
    return feed.user if feed is not None and is_member(feed.user) else None


def feed_meetings(user: User, *, now: dt.datetime) -> QuerySet[Meeting]:
    return Meeting.objects.visible_to(user).since(now - FEED_LOOKS_BACK)


def answers_of(user: User) -> dict[int, str]:
    """Meeting id -> the person's own answer."""
    return dict(Attendance.objects.filter(user=user).values_list("meeting_id", "answer"))


def own_attendance(meeting: Meeting, *, user: Any) -> Attendance | None:
    own = Attendance.objects.filter(meeting=meeting, user_id=user.pk)
    return own.select_related("institution").first()


def coming_to(meeting: Meeting, *, user: Any) -> QuerySet[Attendance]:
    """[ME2] Who said yes or maybe, by name; nobody for those who may not see inside."""
    return (
        Attendance.objects.visible_to(user)
        .filter(meeting=meeting)
        .coming()
        .select_related("user", "institution")
        .by_name()
    )
