"""Meetings past and coming, with answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from collaborative.core import clock
from events import actions
from events.models import Attendance, Meeting
from members import queries
from members.models import Institution, User

from . import content

DAYS_TO_ANSWER = dt.timedelta(days=2)


def load_meetings(people: dict[str, User]) -> int:
    """Adds the meetings that are not there yet; coming ones are counted from today."""
    coordinator = next(person for person in people.values() if person.is_coordinator)
    added = 0
    for words in content.read("meetings")["meeting"]:
        if Meeting.objects.filter(title=words["title"]).exists():
            continue
        meeting = actions.schedule(words=_words(words), by=coordinator, now=clock.now())
        for answer in words.get("answers", []):
            Attendance.objects.create(
                meeting=meeting,
                user=people[answer["email"]],
                institution=_voice(people[answer["email"]], answer.get("for", "")),
                answer=answer["answer"],
                answered_at=min(clock.now(), meeting.starts_at) - DAYS_TO_ANSWER,
            )
        added += 1
    return added


def _voice(person: User, slug: str) -> Institution | None:
    """The institution that is named, else the only one; coordinators come for all."""
    voices = queries.voices_of(person)
    if slug:
        return next(one for one in voices.institutions if one.slug == slug)
    return None if voices.for_all else voices.institutions[0]


def _words(words: dict[str, Any]) -> dict[str, Any]:
    if "days_from_now" in words:
        day = timezone.localdate() + dt.timedelta(days=words["days_from_now"])
        starts = dt.datetime.combine(day, dt.time.fromisoformat(words["start_time"]))
        ends = dt.datetime.combine(day, dt.time.fromisoformat(words["end_time"]))
    else:
        starts = dt.datetime.fromisoformat(words["starts"])
        ends = dt.datetime.fromisoformat(words["ends"])
    agenda = words.get("agenda", "")
    return {
        "title": words["title"],
        "summary": words.get("summary", ""),
        "agenda": agenda.strip() if isinstance(agenda, str) else "\n".join(agenda),
        "starts_on": starts.date(),
        "starts_time": starts.time(),
        "ends_on": ends.date(),
        "ends_time": ends.time(),
        "time_zone": words.get("time_zone", "America/Chicago"),
        "place": words.get("place", ""),
        "join_link": words.get("link", ""),
        "audience": words["audience"],
    }
