"""Letters about a meeting, to those who said that they come or may come; to nobody else."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.dateformat import format as format_date
from django.utils.dateformat import time_format

from collaborative.core.mail.send import send_mail_message
from events.models import Attendance, Meeting
from events.permissions import user_can_see
from members.models import User


class Facts(NamedTuple):
    """What a person who wants to come needs to know, as it is written in a letter."""

    when: str
    place: str
    join_link: str

    @classmethod
    def of(cls, meeting: Meeting) -> Facts:
        return cls(_when(meeting), meeting.place, meeting.join_link)


def moved(*, meeting: Meeting, before: Facts, by: User) -> None:
    """Another time, place or link: what it was and what it is. The link itself stays on the page,
    where it is shown to members alone.
    """
    now = Facts.of(meeting)
    _write(
        "meeting_moved",
        meeting,
        by,
        was=before,
        now=now,
        time_moved=before.when != now.when,
        place_moved=before.place != now.place,
        link_moved=before.join_link != now.join_link,
    )


def cancelled(*, meeting: Meeting, by: User) -> None:
    _write("meeting_cancelled", meeting, by, now=Facts.of(meeting))


def _write(template: str, meeting: Meeting, by: User, **more: Any) -> None:
    """Not to the one who did it, nor to those who may not see the meeting any more."""
    attendances = Attendance.objects.filter(meeting=meeting).coming().select_related("user")
    for attendance in attendances.by_name():
        if attendance.user_id == by.pk or not user_can_see(attendance.user, meeting):
            continue
        context = {
            "person": attendance.user,
            "meeting": meeting,
            "said": attendance.get_answer_display(),
            "url": f"{settings.BASE_URL}{meeting.get_absolute_url()}",
            **more,
        }
        send_mail_message(to=attendance.user.email, template=template, context=context)


def _when(meeting: Meeting) -> str:
    """By the clock of the meeting's own zone, as on its page."""
    starts, ends = meeting.starts_local, meeting.ends_local
    until = time_format(ends.time(), "P")
    if not meeting.ends_the_same_day:
        until = f"{format_date(ends, 'l, F j, Y')}, {until}"
    return (
        f"{format_date(starts, 'l, F j, Y')}, {time_format(starts.time(), 'P')} to {until} "
        f"{meeting.zone_name} ({meeting.zone_letters})"
    )
