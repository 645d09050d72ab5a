"""Meetings as iCalendar (RFC 5545): one for everybody, or a member's own list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.conf import settings
from icalendar import Calendar, Component, Event, vCalAddress, vDDDTypes, vText

from collaborative.core.words import plain, plain_line
from events import vtimezone
from events.enums import Answer
from events.models import Meeting
from members.models import User

PARTSTAT = {Answer.YES: "ACCEPTED", Answer.NO: "DECLINED", Answer.MAYBE: "TENTATIVE"}
# How often a calendar program need ask again.
REFRESH = dt.timedelta(hours=1)


def public_calendar(meeting: Meeting) -> bytes:
    """[ME8] The public facts of one meeting: no join link, no attendee."""
    return _calendar([meeting], [_event(meeting)], name="")


def personal_calendar(user: User, meetings: Iterable[Meeting], answers: Mapping[int, str]) -> bytes:
    """[ME9] All that a member may see, with the join link and the own answer."""
    meetings = list(meetings)
    events = []
    for meeting in meetings:
        event = _event(meeting, inside=True)
        event.add("attendee", _attendee(user, answers.get(meeting.pk, "")), encode=False)
        events.append(event)
    return _calendar(meetings, events, name=settings.SITE_NAME)


def _calendar(meetings: list[Meeting], events: list[Event], *, name: str) -> bytes:
    """A plain calendar object. With METHOD it would be a message between organizer and attendees,
    and RFC 5546 (3.2.1) wants an ORGANIZER and no ATTENDEE in one that is published."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.add("x-wr-calname", name)
        refresh = vDDDTypes(REFRESH)
        calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", refresh)
    for zone in _zones(meetings):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _zones(meetings: list[Meeting]) -> list[Component]:
    years: dict[str, list[int]] = {}
    for meeting in meetings:
        if meeting.time_zone != "UTC":
            years.setdefault(meeting.time_zone, []).extend(
                (meeting.starts_on.year, meeting.ends_on.year)
            )
    return [
        Component.from_ical(vtimezone.describe(key, min(seen), max(seen)))
        for key, seen in sorted(years.items())
    ]


def _event(meeting: Meeting, *, inside: bool = False) -> Event:
    event = Event()
    event.add("uid", f"{meeting.uid}@meetings")
    event.add("sequence", meeting.sequence)
    # A published calendar is stamped with the last change: the same bytes at each reading.
    event.add("dtstamp", meeting.updated_at)
    event.add("created", meeting.created_at)
    event.add("last-modified", meeting.updated_at)
    event.add("summary", plain_line(meeting.title))
    event.add("dtstart", dt.datetime.combine(meeting.starts_on, meeting.starts_time, meeting.zone))
    event.add("dtend", dt.datetime.combine(meeting.ends_on, meeting.ends_time, meeting.zone))
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.cancel_reason:
        event.add("comment", plain(meeting.cancel_reason))
    event.add("url", f"{settings.BASE_URL}{meeting.get_absolute_url()}")
    if location := meeting.place or (meeting.join_link if inside else ""):
        event.add("location", plain_line(location))
    if words := _words(meeting, inside=inside):
        event.add("description", words)
    return event


def _words(meeting: Meeting, *, inside: bool) -> str:
    join = f"Join: {meeting.join_link}" if inside and meeting.join_link else ""
    reason = f"Cancelled: {meeting.cancel_reason}" if meeting.cancel_reason else ""
    parts = (reason, meeting.summary, join, meeting.agenda)
    return "\n\n".join(plain(part).strip() for part in parts if part)


def _attendee(user: User, answer: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{user.email}")
    attendee.params["cn"] = vText(plain_line(str(user)))
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText(PARTSTAT[Answer(answer)] if answer else "NEEDS-ACTION")
    return attendee
