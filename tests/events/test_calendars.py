"""iCalendar: what programs read, and nothing that is not for them."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from events import actions, vtimezone
from events.models import CalendarFeed
from events.zones import NAMES
from members import actions as people
from members.tokens import hash_token
from tests.factories import MeetingFactory, UserFactory

pytestmark = pytest.mark.django_db
CHICAGO = zoneinfo.ZoneInfo("America/Chicago")


@pytest.fixture
def now():
    return timezone.now()


def read(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    return Calendar.from_ical(answer.content)


def event_in(answer):
    (event,) = read(answer).walk("VEVENT")
    return event


def test_a_public_file_holds_the_public_facts_only(client, roles, now):
    meeting = MeetingFactory(
        title="Spring meeting; with commas, and a very long title that has to be folded somewhere",
        join_link="https://meet.example.org/secret-room",
        place="Lake room, Duluth",
        agenda="- Welcome\n- Data",
    )
    actions.answer(meeting=meeting, answer="yes", by=roles.memberA, now=now)

    answer = client.get(meeting.get_ics_url())

    event = event_in(answer)
    assert event["SUMMARY"] == meeting.title
    assert event["LOCATION"] == "Lake room, Duluth"
    assert event["URL"] == f"http://testserver{meeting.get_absolute_url()}"
    assert event["STATUS"] == "CONFIRMED"
    assert event.decoded("DTSTART") == meeting.starts_local
    assert event["DTSTART"].params["TZID"] == "America/Chicago"
    assert {"DTSTAMP", "LAST-MODIFIED", "UID", "SEQUENCE"} <= set(event)
    for hidden in (b"secret-room", b"ATTENDEE", roles.memberA.email.encode()):
        assert hidden not in answer.content


def test_members_get_the_same_public_file(roles, client_of):
    meeting = MeetingFactory(join_link="https://meet.example.org/secret-room")
    answers = {client_of(person).get(meeting.get_ics_url()).content
               for person in (None, roles.memberA, roles.siteadmin)}  # fmt: skip
    assert len(answers) == 1


def test_changes_keep_the_uid_and_raise_the_sequence(client, roles, now):
    meeting = MeetingFactory(place="Here")
    first = event_in(client.get(meeting.get_ics_url()))
    words = {name: getattr(meeting, name) for name in actions.WORDS}

    actions.change(
        meeting=meeting, words={**words, "place": "There"}, sequence=0, by=roles.coord, now=now
    )
    second = event_in(client.get(meeting.get_ics_url()))
    actions.cancel(meeting=meeting, by=roles.coord, now=now)
    third = event_in(client.get(meeting.get_ics_url()))

    assert first["UID"] == second["UID"] == third["UID"]
    assert [int(event["SEQUENCE"]) for event in (first, second, third)] == [0, 1, 2]
    assert [event["LOCATION"] for event in (first, second)] == ["Here", "There"]
    assert third["STATUS"] == "CANCELLED"


@pytest.mark.parametrize(
    ("day", "wall_clock", "utc"),
    [
        ("2027-03-13", "09:00", "2027-03-13T15:00+00:00"),  # the day before summer time
        ("2027-03-14", "01:30", "2027-03-14T07:30+00:00"),
        ("2027-03-14", "03:30", "2027-03-14T08:30+00:00"),  # the hour from 2 to 3 is skipped
        ("2027-03-14", "09:00", "2027-03-14T14:00+00:00"),
        ("2027-11-06", "09:00", "2027-11-06T14:00+00:00"),
        ("2027-11-07", "01:30", "2027-11-07T06:30+00:00"),  # happens twice: the first is meant
        ("2027-11-07", "09:00", "2027-11-07T15:00+00:00"),
    ],
)
def test_wall_clock_times_stand_across_the_nights_when_clocks_move(client, day, wall_clock, utc):
    meeting = MeetingFactory(
        starts_on=dt.date.fromisoformat(day),
        starts_time=dt.time.fromisoformat(wall_clock),
        ends_on=dt.date.fromisoformat(day) + dt.timedelta(days=1),
    )

    answer = client.get(meeting.get_ics_url())

    assert meeting.starts_at == dt.datetime.fromisoformat(utc)
    assert event_in(answer).decoded("DTSTART").astimezone(dt.UTC) == meeting.starts_at
    stamp = f"{day.replace('-', '')}T{wall_clock.replace(':', '')}00"
    assert f"DTSTART;TZID=America/Chicago:{stamp}".encode() in answer.content


@pytest.mark.parametrize("key", [key for key in NAMES if key != "UTC"])
def test_the_described_zone_agrees_with_the_law_hour_by_hour(key):
    """A program that knows no zone names computes the same instants from VTIMEZONE alone."""
    component = Calendar.from_ical(vtimezone.describe(key, 2026, 2028))
    onsets = sorted(
        (
            part["DTSTART"].dt.replace(tzinfo=dt.UTC) - part["TZOFFSETFROM"].td,
            part["TZOFFSETTO"].td,
        )
        for part in component.subcomponents
    )
    zone = zoneinfo.ZoneInfo(key)
    moment = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    while moment.year < 2029:
        offset = [to for onset, to in onsets if onset <= moment][-1]
        assert offset == moment.astimezone(zone).utcoffset(), moment
        moment += dt.timedelta(hours=1)


def test_a_member_reads_the_own_calendar_at_the_secret_address(client, roles, now):
    token = actions.rotate_feed(by=roles.memberA, now=now)
    inner = MeetingFactory(
        audience="members", join_link="https://meet.example.org/secret-room", place=""
    )
    open_one = MeetingFactory()
    actions.answer(meeting=inner, answer="maybe", by=roles.memberA, now=now)
    actions.answer(meeting=inner, answer="yes", by=roles.authorA, now=now)

    answer = client.get(f"/calendar/{token}.ics")

    events = {str(event["UID"]): event for event in read(answer).walk("VEVENT")}
    assert set(events) == {f"{meeting.uid}@meetings" for meeting in (inner, open_one)}
    event = events[f"{inner.uid}@meetings"]
    assert event["ATTENDEE"] == f"mailto:{roles.memberA.email}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"
    assert events[f"{open_one.uid}@meetings"]["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert "https://meet.example.org/secret-room" in event["DESCRIPTION"]
    assert roles.authorA.email.encode() not in answer.content
    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.cookies
    assert CalendarFeed.objects.get().token_hash == hash_token(token)


def test_dead_addresses_answer_like_unknown_ones(client, roles, now):
    """[ME9] Left, closed, rotated, never a member, unknown: the same bytes."""
    unknown = client.get(f"/calendar/{'x' * 43}.ics")
    tokens = {name: actions.rotate_feed(by=getattr(roles, name), now=now)
              for name in ("nomember", "exA", "inactive", "memberA", "memberB")}  # fmt: skip
    assert client.get(f"/calendar/{tokens['memberA']}.ics").status_code == 200
    assert client.get(f"/calendar/{tokens['memberB']}.ics").status_code == 200

    actions.rotate_feed(by=roles.memberA, now=now)
    people.leave(membership=roles.memberB.memberships.get(), by=roles.memberB, now=now)

    for name, token in tokens.items():
        answer = client.get(f"/calendar/{token}.ics")
        assert (answer.status_code, answer.content) == (404, unknown.content), name


def test_the_own_session_opens_nobody_elses_calendar(roles, client_of, now):
    """[ME10]"""
    actions.rotate_feed(by=roles.memberA, now=now)
    feed = CalendarFeed.objects.get()
    for guess in (str(feed.pk), str(roles.memberA.pk), feed.token_hash, roles.memberA.email):
        assert client_of(roles.siteadmin).get(f"/calendar/{guess}.ics").status_code == 404


def test_rotating_shows_the_address_once_and_kills_the_old_one(roles, client_of, client, now):
    """[ME11]"""
    first = client_of(roles.memberB).post("/calendar/").content.decode()
    assert "Your address" in first
    assert "stopped working" not in first
    old = actions.rotate_feed(by=roles.memberA, now=now)
    browser = client_of(roles.memberA)
    assert "Make a new address" in browser.get("/calendar/").content.decode()

    shown = browser.post("/calendar/").content.decode()
    assert "Your older address has stopped working." in shown
    new = shown.partition("http://testserver/calendar/")[2].partition(".ics")[0]

    assert client.get(f"/calendar/{old}.ics").status_code == 404
    assert client.get(f"/calendar/{new}.ics").status_code == 200
    assert new not in browser.get("/calendar/").content.decode()


def test_rotating_follows_the_matrix(roles, client_of):
    """[ME11]"""
    for name in ("nomember", "memberB", "stewardA", "coord", "exA", "siteadmin"):
        assert client_of(getattr(roles, name)).post("/calendar/").status_code == 200
    for nobody in (None, roles.inactive):
        answer = client_of(nobody).post("/calendar/")
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/desk/")


def test_the_feed_asks_the_same_for_one_and_three(client, roles, django_assert_num_queries, now):
    token = actions.rotate_feed(by=roles.memberA, now=now)

    def add():
        meeting = MeetingFactory()
        actions.answer(meeting=meeting, answer="yes", by=roles.memberA, now=now)
        actions.answer(meeting=meeting, answer="yes", by=UserFactory(is_coordinator=True), now=now)

    add()
    with django_assert_num_queries(5):
        client.get(f"/calendar/{token}.ics")
    add()
    add()
    with django_assert_num_queries(5):
        client.get(f"/calendar/{token}.ics")
