"""What events keep of a person: answers, meetings they called, the calendar at a secret address."""

from __future__ import annotations

import datetime as dt

from events.models import Attendance, CalendarFeed, Meeting
from events.permissions import user_can_see
from members.keeping import Part, Row
from members.models import User


def answers(user: User) -> list[Row]:
    own = Attendance.objects.filter(user=user).select_related("meeting")
    return [
        {
            # Whoever has left meanwhile reads no titles of members' meetings here either.
            "meeting": one.meeting.title if user_can_see(user, one.meeting) else "for members",
            "starts": one.meeting.starts_at,
            "your_answer": one.get_answer_display(),
            "answered_on": one.answered_at,
        }
        for one in own.order_by("-meeting__starts_at", "-pk")
    ]


def meetings(user: User) -> list[Row]:
    own = Meeting.objects.visible_to(user).filter(called_by=user).order_by("-starts_at", "-pk")
    return [
        {"meeting": one.title, "starts": one.starts_at, "cancelled_on": one.cancelled_at}
        for one in own
    ]


def feed(user: User) -> list[Row]:
    own = CalendarFeed.objects.filter(user=user)
    return [{"made_on": one.made_at} for one in own]


PARTS = (
    Part(
        "answers", "Meetings that you answered",
        "Members see who comes, and you get a mail when a meeting moves.", answers,
        ("events.Attendance.user",),
    ),
    Part(
        "meetings", "Meetings that you called",
        "They belong to the collaborative; you called them as a coordinator.", meetings,
        ("events.Meeting.called_by",),
    ),
    Part(
        "calendar", "Your calendar at a secret address",
        "Your calendar program reads the meetings there. We keep only a fingerprint of the "
        "address, so it is not in here.", feed, ("events.CalendarFeed.user",),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """Meetings that the person called stay; nobody waits for them at one."""
    Attendance.objects.filter(user=user).delete()
    CalendarFeed.objects.filter(user=user).delete()
