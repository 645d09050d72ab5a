"""When digests are due: seven in the morning in Minnesota, every day or on Mondays.

Computed with zoneinfo on the wall clock, so a night of 23 or 25 hours moves nothing: the reader
finds the mail at seven, and each day and each week has exactly one key.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .enums import IssueKind

ZONE = ZoneInfo("America/Chicago")
HOUR = dt.time(7, 0)
REGULAR = (IssueKind.DAILY, IssueKind.WEEKLY)
STEP = {IssueKind.DAILY: dt.timedelta(days=1), IssueKind.WEEKLY: dt.timedelta(days=7)}


class Slot(NamedTuple):
    """One moment at which one kind of issue is due."""

    kind: IssueKind
    period_key: str
    due_at: dt.datetime


def slot_on(kind: IssueKind, day: dt.date) -> Slot:
    due_at = dt.datetime.combine(day, HOUR, ZONE).astimezone(dt.UTC)
    if kind == IssueKind.WEEKLY:
        year, week, _ = day.isocalendar()
        return Slot(kind, f"{year}-W{week:02}", due_at)
    return Slot(kind, day.isoformat(), due_at)


def newest_slot(kind: IssueKind, now: dt.datetime) -> Slot:
    """The last one that is due; missed ones before it are not made up for, it covers them."""
    today = now.astimezone(ZONE).date()
    day = today - dt.timedelta(days=today.weekday()) if kind == IssueKind.WEEKLY else today
    slot = slot_on(kind, day)
    return slot if slot.due_at <= now else slot_on(kind, day - STEP[kind])


def next_slot(kind: IssueKind, now: dt.datetime) -> Slot:
    """The first one after now."""
    day = newest_slot(kind, now).due_at.astimezone(ZONE).date()
    return slot_on(kind, day + STEP[kind])
