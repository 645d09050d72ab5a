"""Calling meetings, changing and cancelling them, answering, and the personal calendar."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from wagtail.log_actions import log

from collaborative.core.models import bump_public_version
from events import notices
from events.enums import Answer
from events.models import Attendance, CalendarFeed, Meeting
from events.permissions import user_can_see
from members.actions import CannotSpeak, speak
from members.models import Institution, User
from members.tokens import hash_token, make_token

LONGEST_STEM = 90
# What a person who answered has to know of when it changes.
WHEN = ("starts_on", "starts_time", "ends_on", "ends_time", "time_zone")
MOVES = frozenset({*WHEN, "place", "join_link"})
RESERVED_SLUGS = frozenset({"schedule"})  # pages of their own under /meetings/
WORDS = (
    "title", "summary", "agenda", "starts_on", "starts_time", "ends_on", "ends_time",
    "time_zone", "place", "join_link", "audience",
)  # fmt: skip
# Log action -> label; events.wagtail_hooks makes them known to the log.
LOG_ACTIONS = {
    "events.scheduled": "Meeting scheduled",
    "events.changed": "Meeting changed",
    "events.cancelled": "Meeting cancelled",
}


class Refused(Exception):
    """Something cannot be done now; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CannotSchedule(Refused):
    """The same meeting is there already."""


class CannotChange(Refused):
    """It was cancelled, or somebody else has changed it since the page was opened."""


class CannotAnswer(Refused):
    """There is nothing to come to any more."""


@transaction.atomic
def schedule(*, words: dict[str, Any], by: User, now: dt.datetime) -> Meeting:
    """Puts a meeting into the calendar. In order: the row, the public version, a log entry."""
    twin = Meeting.objects.filter(
        title=words["title"],
        starts_on=words["starts_on"],
        starts_time=words["starts_time"],
        cancelled_at=None,
    )
    if twin.exists():
        raise CannotSchedule("This meeting is in the calendar already, at the same time.")
    meeting = _save_under_a_free_slug(
        Meeting(called_by=by, **{name: words[name] for name in WORDS})
    )
    bump_public_version()
    log(instance=meeting, action="events.scheduled", user=by)
    return meeting


@transaction.atomic
def change(
    *, meeting: Meeting, words: dict[str, Any], sequence: int, by: User, now: dt.datetime
) -> Meeting:
    """Writes other words and raises the sequence, by which calendars know that it changed.

    `sequence` is the one the writer saw. The address stays, whatever the title becomes. Who said
    yes or maybe gets one letter when time, place or link are others than before.
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.is_cancelled:
        raise CannotChange("This meeting has been cancelled. Schedule a new one instead.")
    if row.sequence != sequence:
        raise CannotChange(
            "Somebody has changed this meeting since you opened this page. What you typed is "
            "still here: open the meeting in another tab, compare, and save again."
        )
    changed = [name for name in WORDS if getattr(row, name) != words[name]]
    if changed:
        before = notices.Facts.of(row)
        for name in changed:
            setattr(row, name, words[name])
        row.sequence += 1
        moved = not MOVES.isdisjoint(changed)
        if moved:
            row.moved_at = now
        row.save()
        bump_public_version()
        log(instance=row, action="events.changed", user=by, data={"fields": changed})
        if moved and not row.is_over(now):
            notices.moved(meeting=row, before=before, by=by)
    return row


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str = "", by: User, now: dt.datetime) -> Meeting:
    """The meeting stays in the list and in calendars, as cancelled. A second time does nothing.

    Who said yes or maybe to a meeting that is still to come gets one letter.
    """
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not row.is_cancelled:
        row.cancelled_at = now
        row.cancel_reason = reason
        row.sequence += 1
        row.save()
        bump_public_version()
        log(instance=row, action="events.cancelled", user=by, data={"reason": reason})
        if not row.is_over(now):
            notices.cancelled(meeting=row, by=by)
    return row


@transaction.atomic
def answer(
    *,
    meeting: Meeting,
    answer: str,
    by: User,
    now: dt.datetime,
    speaks_for: Institution | None = None,
) -> Attendance:
    """[ME6] One's own answer, given for an institution; the last word counts."""
    row = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if not user_can_see(by, row):
        raise CannotAnswer("There is no such meeting.")
    if not row.takes_answers(now):
        raise CannotAnswer(
            "This meeting has been cancelled." if row.is_cancelled else "This meeting is over."
        )
    try:
        institution = speak(by=by, institution=speaks_for, now=now)
    except CannotSpeak as refusal:
        raise CannotAnswer(refusal.sentence) from None
    attendance, _ = Attendance.objects.update_or_create(
        meeting=row,
        user=by,
        defaults={"answer": Answer(answer), "answered_at": now, "institution": institution},
    )
    return attendance


@transaction.atomic
def rotate_feed(*, by: User, now: dt.datetime) -> str:
    """[ME11] A new secret for the own calendar, returned this once; the old one is dead."""
    token = make_token()
    CalendarFeed.objects.update_or_create(
        user=by, defaults={"token_hash": hash_token(token), "made_at": now}
    )
    return token


def _save_under_a_free_slug(meeting: Meeting) -> Meeting:
    """Title, then title and day, then with a number; taken by somebody else meanwhile: the next."""
    stem = slugify(meeting.title)[:LONGEST_STEM].strip("-") or "meeting"
    dated = f"{stem}-{meeting.starts_on:%Y-%m-%d}"
    number = 0
    while True:
        number += 1
        slug = {1: stem, 2: dated}.get(number, f"{dated}-{number - 1}")
        if slug in RESERVED_SLUGS or Meeting.objects.filter(slug=slug).exists():
            continue
        try:
            with transaction.atomic():
                meeting.slug = slug
                meeting.save()
        except IntegrityError:
            if not Meeting.objects.filter(slug=slug).exists():
                raise  # something else is wrong with it
        else:
            return meeting
