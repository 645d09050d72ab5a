"""Meetings: who sees, who answers, who calls them."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collaborative.core.models import PublicVersion
from events import actions
from events.forms import MeetingForm
from events.models import Attendance, Meeting
from members import actions as people
from tests.factories import MeetingFactory, UserFactory
from tests.roles_plugin import COLUMNS as PEOPLE

pytestmark = pytest.mark.django_db
LETTERS = {200: "R", 302: "W", 403: "F", 404: "H", 409: "!", 400: "?"}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def form():
    """A meeting as a coordinator types it."""
    return {
        "title": "Spring meeting",
        "starts_on": "2027-04-08",
        "starts_time": "09:00",
        "ends_time": "10:30",
        "ends_on": "",
        "time_zone": "America/Chicago",
        "place": "Lake room",
        "join_link": "",
        "summary": "",
        "agenda": "- Welcome\n- Data",
        "audience": "public",
    }


def letters(roles, client_of, act):
    out = ""
    for name in PEOPLE:
        answer = act(client_of(getattr(roles, name)))
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        out += "L" if to_sign_in else LETTERS[answer.status_code]
    return out


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "shown"),
    [
        (
            "America/New_York", "2031-01-14 14:00", "2031-01-14 15:00",
            "Tuesday, January 14, 2031, 2 p.m. to 3 p.m. Eastern time (EST)",
        ),
        (
            "Pacific/Honolulu", "2031-05-05 22:00", "2031-05-06 01:00",
            "Monday, May 5, 2031, 10 p.m. to Tuesday, May 6, 2031, 1 a.m. Hawaii time (HST)",
        ),
        (
            "America/Chicago", "2031-07-15 09:00", "2031-07-15 10:30",
            "Tuesday, July 15, 2031, 9 a.m. to 10:30 a.m. Central time (CDT)",
        ),
    ],
)  # fmt: skip
def test_pages_show_the_clock_of_the_meetings_own_zone(
    client, client_of, roles, zone, starts, ends, shown
):
    """Wherever the server stands; and the page says what the calendar file says."""
    first, last = (dt.datetime.strptime(text, "%Y-%m-%d %H:%M") for text in (starts, ends))  # noqa: DTZ007  a wall clock
    meeting = MeetingFactory(
        time_zone=zone,
        starts_on=first.date(), starts_time=first.time(),
        ends_on=last.date(), ends_time=last.time(),
    )  # fmt: skip

    for page in (
        client.get("/meetings/"),
        client.get(meeting.get_absolute_url()),
        client_of(roles.memberA).get("/desk/"),
    ):
        words = " ".join(BeautifulSoup(page.content, "html.parser").get_text(" ").split())
        assert shown in words
    file = client.get(meeting.get_ics_url()).content.decode()
    assert f"DTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}" in file
    assert f"DTEND;TZID={zone}:{last:%Y%m%dT%H%M%S}" in file


def test_public_facts_are_for_everybody(roles, client_of):
    """[ME1, ME8]"""
    meeting = MeetingFactory()
    for address in ("/meetings/", meeting.get_absolute_url(), meeting.get_ics_url()):
        assert letters(roles, client_of, lambda c, a=address: c.get(a)) == "R" * 11


def test_a_members_meeting_is_hidden_from_the_others(roles, client_of):
    """[ME13] The same bytes as an unknown one."""
    meeting = MeetingFactory(audience="members", slug="hidden-one")
    for address in ("/meetings/hidden-one/", "/meetings/hidden-one.ics"):
        assert letters(roles, client_of, lambda c, a=address: c.get(a)) == "HHRRRRRRHHR"
    for person in (None, roles.nomember, roles.exA):
        client = client_of(person)
        unknown, hidden = client.get("/meetings/no-such/"), client.get(meeting.get_absolute_url())
        assert hidden.content == unknown.content


def test_no_byte_of_a_members_meeting_leaks(roles, client_of, now):
    secret = {
        "title": "Zebra council", "slug": "zebra-council", "summary": "Zebra summary",
        "agenda": "Zebra agenda", "place": "Zebra room",
        "join_link": "https://meet.example.org/zebra", "audience": "members",
    }  # fmt: skip
    hidden = MeetingFactory(**secret)
    MeetingFactory(**{**secret, "slug": "zebra-past"}, starts_on=dt.date(2020, 1, 8))
    MeetingFactory(title="Open house")
    for person in (None, roles.nomember, roles.exA, roles.inactive):
        client = client_of(person)
        for address in (
            "/meetings/", "/meetings/zebra-council/", "/meetings/zebra-council.ics",
            "/meetings/zebra-past/", "/meetings/zebra-council/edit/",
            "/meetings/zebra-council/cancel/",
        ):  # fmt: skip
            assert b"ebra" not in client.get(address, follow=False).content.replace(
                address.encode(), b""
            ), (person, address)
        client.post("/meetings/zebra-council/answer/", {"answer": "yes"})
    assert "Open house" in client_of(None).get("/meetings/").content.decode()
    assert "Zebra council" in client_of(roles.memberB).get("/meetings/").content.decode()
    assert hidden.attendances.count() == 0


def test_join_link_and_who_is_coming_are_for_members(roles, client_of, now):
    """[ME2]"""
    meeting = MeetingFactory(join_link="https://meet.example.org/room")
    actions.answer(meeting=meeting, answer="yes", by=roles.authorA, now=now)
    actions.answer(meeting=meeting, answer="no", by=roles.stewardA, now=now)

    for name in PEOPLE:
        page = client_of(getattr(roles, name)).get(meeting.get_absolute_url()).content.decode()
        inside = name not in {"anon", "nomember", "exA", "inactive"}
        assert ("https://meet.example.org/room" in page) is inside, name
        assert (roles.authorA.name in page) is inside, name
        assert roles.stewardA.name not in page, name


def test_answering_follows_the_matrix(roles, client_of):
    """[ME6]"""
    address = MeetingFactory(slug="open-one").get_absolute_url() + "answer/"
    act = lambda client: client.post(address, {"answer": "yes"})  # noqa: E731  one line says it
    assert letters(roles, client_of, act) == "LFWWWWWWFLW"
    assert Attendance.objects.count() == 7


def test_answering_for_another_is_not_read(roles, client_of):
    """[ME7]"""
    meeting = MeetingFactory()
    forged = {"answer": "no", "user": roles.memberB.pk, "user_id": roles.memberB.pk}

    client_of(roles.memberA).post(f"{meeting.get_absolute_url()}answer/", forged)

    assert [(row.user, row.answer) for row in meeting.attendances.all()] == [(roles.memberA, "no")]


def test_the_last_answer_counts(roles, client_of):
    meeting = MeetingFactory()
    client = client_of(roles.memberA)

    for answer in ("yes", "maybe"):
        client.post(f"{meeting.get_absolute_url()}answer/", {"answer": answer})
    assert client.post(f"{meeting.get_absolute_url()}answer/", {"answer": "x"}).status_code == 400

    assert [row.answer for row in meeting.attendances.all()] == ["maybe"]


def test_answers_end_with_the_meeting(roles, client_of, now):
    past = MeetingFactory(starts_on=dt.date(2020, 1, 8))
    off = MeetingFactory()
    actions.cancel(meeting=off, by=roles.coord, now=now)
    client = client_of(roles.memberA)

    answers = [
        client.post(f"{meeting.get_absolute_url()}answer/", {"answer": "yes"})
        for meeting in (past, off)
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "This meeting is over." in answers[0].content.decode()
    assert "This meeting has been cancelled." in answers[1].content.decode()
    assert Attendance.objects.count() == 0


def test_calling_meetings_follows_the_matrix(roles, client_of, form):
    """[ME12] A hidden meeting and an unknown one are refused alike."""
    MeetingFactory(slug="there", audience="members")

    def call(client):
        Meeting.objects.filter(title="Spring meeting").delete()
        return client.post("/meetings/schedule/", form)

    assert letters(roles, client_of, call) == "LFFFFFFWFLW"
    for address in ("/meetings/schedule/", "/meetings/there/edit/", "/meetings/there/cancel/"):
        assert letters(roles, client_of, lambda c, a=address: c.get(a)) == "LFFFFFFRFLR"
    assert letters(roles, client_of, lambda c: c.get("/meetings/not/edit/")) == "LFFFFFFHFLH"
    assert letters(roles, client_of, lambda c: c.post("/meetings/there/cancel/")) == "LFFFFFFWFLW"


def test_scheduling_keeps_the_wall_clock(roles, client_of, form):
    client_of(roles.coord).post("/meetings/schedule/", form)

    meeting = Meeting.objects.get()
    assert meeting.slug == "spring-meeting"
    assert meeting.starts_at == dt.datetime(2027, 4, 8, 14, tzinfo=dt.UTC)
    assert (meeting.ends_on, meeting.called_by) == (meeting.starts_on, roles.coord)
    page = client_of(None).get("/meetings/spring-meeting/").content.decode()
    assert '<time datetime="2027-04-08T09:00:00-05:00">Thursday, April 8, 2027, 9 a.m.' in page
    assert "Central time (CDT)" in page
    assert "<li>Welcome</li>" in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"starts_on": "2027-03-14", "starts_time": "02:30", "ends_time": "04:00"},
         "Clocks are moved forward that night: in Central time there is no 2:30 a.m. on March 14"),
        ({"starts_on": "2027-03-14", "starts_time": "01:30", "ends_time": "02:00"},
         "there is no 2 a.m. on March 14, 2027"),
        ({"ends_time": "08:00"}, "The end has to be later than the start."),
        ({"ends_on": "2027-04-07"}, "The end has to be later than the start."),
        ({"place": ""}, "Say where: give a place, a link to join, or both."),
        ({"join_link": "javascript:alert(1)"}, "Write the whole address of the room"),
        ({"join_link": "ftp://example.org/x"}, "Write the whole address of the room"),
        ({"starts_on": "0001-01-01"}, "Choose a day between 2000 and 2099."),
        ({"starts_on": "9999-12-31"}, "Choose a day between 2000 and 2099."),
        ({"time_zone": "Mars/Olympus"}, "Select a valid choice."),
        ({"starts_time": "25:00"}, "Write the time with hours and minutes"),
        ({"title": ""}, "This field is required."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(change, says, roles, client_of, form):
    answer = client_of(roles.coord).post("/meetings/schedule/", {**form, **change})

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert "- Welcome" in answer.content.decode()  # nothing typed is lost
    assert Meeting.objects.count() == 0


def test_the_same_hour_exists_where_clocks_are_not_moved(roles, client_of, form):
    night = {"starts_on": "2027-03-14", "starts_time": "02:30", "ends_time": "04:00"}
    answer = client_of(roles.coord).post(
        "/meetings/schedule/", {**form, **night, "time_zone": "America/Phoenix"}
    )
    assert answer.status_code == 302


def test_an_hour_that_happens_twice_means_the_first_and_says_so(roles, client_of, form):
    night = {"starts_on": "2027-11-07", "starts_time": "01:30", "ends_time": "03:00"}

    answer = client_of(roles.coord).post("/meetings/schedule/", {**form, **night}, follow=True)

    assert Meeting.objects.get().starts_at == dt.datetime(2027, 11, 7, 6, 30, tzinfo=dt.UTC)
    assert "Clocks show 1:30 a.m. twice that night." in answer.content.decode()


def test_sending_the_form_twice_makes_one_meeting(roles, client_of, form):
    client = client_of(roles.coord)
    first, second = (client.post("/meetings/schedule/", form) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert Meeting.objects.count() == 1


def test_equal_titles_get_addresses_of_their_own(roles, client_of, form):
    client = client_of(roles.coord)
    for day in ("2027-04-08", "2027-05-13"):
        client.post("/meetings/schedule/", {**form, "starts_on": day})
    client.post("/meetings/schedule/", {**form, "starts_time": "08:00"})
    client.post("/meetings/schedule/", {**form, "title": "Schedule"})

    assert sorted(Meeting.objects.values_list("slug", flat=True)) == [
        "schedule-2027-04-08", "spring-meeting", "spring-meeting-2027-04-08",
        "spring-meeting-2027-05-13",
    ]  # fmt: skip


def test_an_edit_from_an_old_page_is_refused_and_keeps_what_was_typed(roles, client_of, form):
    client = client_of(roles.coord)
    client.post("/meetings/schedule/", form)

    newer = client.post("/meetings/spring-meeting/edit/", {**form, "place": "A", "sequence": 0})
    older = client.post("/meetings/spring-meeting/edit/", {**form, "place": "B", "sequence": 0})

    meeting = Meeting.objects.get()
    assert (newer.status_code, older.status_code) == (302, 409)
    assert (meeting.place, meeting.sequence) == ("A", 1)
    assert 'value="B"' in older.content.decode()


def test_saving_without_a_change_raises_nothing(roles, client_of, form):
    client = client_of(roles.coord)
    client.post("/meetings/schedule/", form)
    client.post("/meetings/spring-meeting/edit/", {**form, "sequence": 0})
    assert Meeting.objects.get().sequence == 0


def test_a_cancelled_meeting_stays_listed_and_cannot_be_changed(roles, client_of, form, now):
    meeting = MeetingFactory(title="Called off")
    actions.cancel(meeting=meeting, by=roles.coord, now=now)
    actions.cancel(meeting=meeting, by=roles.coord, now=now)

    listed = client_of(None).get("/meetings/").content.decode()
    edit = client_of(roles.coord).post(
        f"{meeting.get_absolute_url()}edit/", {**form, "sequence": 1}
    )

    meeting.refresh_from_db()
    assert "Called off" in listed
    assert "Cancelled" in listed
    assert (edit.status_code, meeting.sequence, meeting.title) == (409, 1, "Called off")


def test_every_change_of_a_meeting_empties_the_public_cache(roles, client_of, form, client):
    def version():
        return PublicVersion.objects.values_list("number", flat=True).first() or 0

    seen = [version()]
    coordinator = client_of(roles.coord)
    coordinator.post("/meetings/schedule/", form)
    seen.append(version())
    assert "Spring meeting" in client.get("/meetings/").content.decode()
    coordinator.post(
        "/meetings/spring-meeting/edit/", {**form, "audience": "members", "sequence": 0}
    )
    seen.append(version())
    assert "Spring meeting" not in client.get("/meetings/").content.decode()
    coordinator.post("/meetings/spring-meeting/cancel/")
    seen.append(version())

    assert seen == sorted(set(seen))


def test_public_pages_touch_no_session_and_are_kept(client, django_assert_num_queries):
    meeting = MeetingFactory()
    for address in ("/meetings/", meeting.get_absolute_url(), meeting.get_ics_url()):
        first = client.get(address)
        with django_assert_num_queries(1):  # the public version alone: the page was kept
            again = client.get(address)
        assert not first.cookies
        assert not first.wsgi_request.session.accessed
        assert again.content == first.content


@pytest.mark.parametrize(("who", "expected"), [("anon", 4), ("memberA", 6)])
def test_the_list_asks_the_same_for_one_and_three(
    who, expected, roles, client_of, django_assert_num_queries
):
    client = client_of(getattr(roles, who))

    def add():
        MeetingFactory()
        MeetingFactory(starts_on=dt.date(2020, 1, 8))

    add()
    with django_assert_num_queries(expected):
        client.get("/meetings/")
    add()
    add()
    with django_assert_num_queries(expected):
        client.get("/meetings/?again")


@pytest.mark.parametrize(("who", "expected"), [("anon", 2), ("memberA", 7)])
def test_the_page_asks_the_same_for_one_and_three_answers(
    who, expected, roles, client_of, django_assert_num_queries, now
):
    meeting, client = MeetingFactory(), client_of(getattr(roles, who))

    def add():
        actions.answer(meeting=meeting, answer="yes", by=UserFactory(is_coordinator=True), now=now)

    add()
    with django_assert_num_queries(expected):
        client.get(meeting.get_absolute_url())
    add()
    add()
    with django_assert_num_queries(expected):
        client.get(f"{meeting.get_absolute_url()}?again")


@pytest.mark.parametrize("page", ["0", "-1", "99999999", "9" * 5000, "x", "\u0661"])
def test_pages_that_do_not_exist_are_not_found(page, client):
    assert client.get("/meetings/", {"page": page}).status_code == 404


def test_a_meeting_needs_a_place_or_a_link():
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(place="", join_link="")
    MeetingFactory(place="", join_link="https://meet.example.org/room")


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_with_one_title_get_two_addresses(now):
    coordinators = [UserFactory(is_coordinator=True) for _ in range(2)]
    start, slugs = threading.Barrier(2), []

    def call(by, hour):
        words = {
            "title": "Spring meeting", "summary": "", "agenda": "",
            "starts_on": dt.date(2027, 4, 8), "starts_time": dt.time(hour),
            "ends_on": dt.date(2027, 4, 8), "ends_time": dt.time(hour + 1),
            "time_zone": "America/Chicago", "place": "Here", "join_link": "", "audience": "public",
        }  # fmt: skip
        try:
            start.wait(timeout=10)
            slugs.append(actions.schedule(words=words, by=by, now=now).slug)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=call, args=(by, hour))
        for by, hour in zip(coordinators, (9, 14), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(slugs) == ["spring-meeting", "spring-meeting-2027-04-08"]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"join_link": "javascript:alert(1)"}, "join_link", "Write the whole address"),
        ({"ends_on": "2029-04-08"}, "ends_on", "A meeting lasts 14 days at most"),
        ({"starts_on": "2027-03-14", "starts_time": "02:30"}, "starts_time", "no 2:30 a.m. on"),
    ],
)
def test_what_cannot_be_meant_is_said_once(form, typed, field, sentence):
    checked = MeetingForm(form | typed)

    assert not checked.is_valid()
    assert [sentence in error for error in checked.errors[field]] == [True]


# --- When a meeting moves or is called off --------------------------------------------------------


@pytest.fixture
def edit(roles, form, client_of):
    """`edit(meeting, place=…)`: a coordinator saves the form with another word in it."""

    def save(meeting, **words):
        meeting.refresh_from_db()
        as_it_is = {
            **form,
            **{name: getattr(meeting, name) for name in actions.WORDS},
            "sequence": meeting.sequence,
            **words,
        }
        answer = client_of(roles.coord).post(f"{meeting.get_absolute_url()}edit/", as_it_is)
        assert answer.status_code == 302

    return save


def sent_to(mailoutbox):
    """Who got how many letters since last asked."""
    told = sorted(address for mail in mailoutbox for address in mail.to)
    mailoutbox.clear()
    return told


@pytest.fixture
def answered(roles, now):
    """A members' meeting with every kind of answer to it."""
    meeting = MeetingFactory(title="Spring meeting", audience="members")
    for name, said in (
        ("memberA", "yes"), ("memberB", "maybe"), ("stewardA", "no"), ("coord", "yes"),
    ):  # fmt: skip
        actions.answer(meeting=meeting, answer=said, by=getattr(roles, name), now=now)
    return meeting


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ({"starts_time": "08:15"}, "Another time for “Spring meeting”"),
        ({"place": "River room"}, "Another place for “Spring meeting”"),
        ({"join_link": "https://meet.example.org/new"}, "Another link for “Spring meeting”"),
    ],
)
def test_a_meeting_that_moves_tells_those_who_come_once(
    words, subject, answered, edit, roles, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edit(answered, **words)
        edit(answered, **words)  # the same words again are no change

    assert {mail.subject for mail in mailoutbox} == {subject}
    text = mailoutbox[0].body
    assert f"http://testserver{answered.get_absolute_url()}" in text
    assert "9 a.m. to 10 a.m. Central time" in text or "starts_time" in words
    assert "meet.example.org" not in text
    assert sent_to(mailoutbox) == sorted([roles.memberA.email, roles.memberB.email])


def test_a_letter_says_what_was_and_what_is(
    answered, edit, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edit(answered, starts_time="08:15", place="River room")
    for words in (mailoutbox[0].body, mailoutbox[0].alternatives[0].content):
        flat = " ".join(words.split())
        assert "8:15 a.m. to 10 a.m. Central time" in flat
        assert flat.index("8:15 a.m. to 10 a.m.") < flat.index("9 a.m. to 10 a.m.")
        assert flat.index("River room") < flat.index("Lake room")
        assert "You answered “Yes, I will come”." in flat


def test_other_words_of_a_meeting_tell_nobody(
    answered, edit, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        edit(answered, title="Summer meeting", agenda="- Other", summary="Other")
    assert sent_to(mailoutbox) == []


def test_a_cancelled_meeting_tells_those_who_come_once_and_why(
    answered, roles, client_of, mailoutbox, django_capture_on_commit_callbacks
):
    coordinator = client_of(roles.coord)
    address = f"{answered.get_absolute_url()}cancel/"
    assert "Why it does not take place" in coordinator.get(address).content.decode()
    too_long = coordinator.post(address, {"reason": "x" * 301})
    assert too_long.status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            coordinator.post(address, {"reason": "The road is\nunder snow."})

    assert {mail.subject.partition("” on ")[0] for mail in mailoutbox} == {
        "Cancelled: “Spring meeting"
    }
    assert "The road is under snow." in mailoutbox[0].body
    assert "The road is under snow." in mailoutbox[0].alternatives[0].content
    assert sent_to(mailoutbox) == sorted([roles.memberA.email, roles.memberB.email])
    page = client_of(roles.memberA).get(answered.get_absolute_url()).content.decode()
    assert "The road is under snow." in page
    file = client_of(roles.memberA).get(answered.get_ics_url()).content.decode()
    assert "COMMENT:The road is under snow." in file
    assert "DESCRIPTION:Cancelled: The road is under snow." in file


def test_no_letter_goes_to_those_who_may_not_see_the_meeting_any_more(
    answered, edit, roles, mailoutbox, now, django_capture_on_commit_callbacks
):
    people.leave(membership=roles.memberB.memberships.get(), by=roles.memberB, now=now)
    roles.memberA.is_active = False
    roles.memberA.save()
    actions.answer(meeting=answered, answer="yes", by=roles.authorA, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        edit(answered, place="River room")
        actions.cancel(meeting=answered, by=roles.coord, now=now)
    assert sent_to(mailoutbox) == [roles.authorA.email] * 2


def test_what_is_over_tells_nobody(
    roles, edit, mailoutbox, now, django_capture_on_commit_callbacks
):
    past = MeetingFactory(starts_on=dt.date(2020, 1, 8))
    Attendance.objects.create(meeting=past, user=roles.memberA, answer="yes", answered_at=now)
    with django_capture_on_commit_callbacks(execute=True):
        edit(past, place="River room")
        actions.cancel(meeting=past, by=roles.coord, now=now)
    assert sent_to(mailoutbox) == []


def test_the_desk_asks_again_until_somebody_answers_again(answered, edit, roles, client_of):
    says = "Changed since you answered"

    def desk(name):
        return client_of(getattr(roles, name)).get("/desk/").content.decode()

    assert says not in desk("memberA")
    edit(answered, place="River room")

    for name in ("memberA", "memberB", "coord"):
        assert says in desk(name), name
    for name in ("stewardA", "authorA"):  # said no; said nothing
        assert says not in desk(name), name
    member = client_of(roles.memberA)
    page = answered.get_absolute_url()
    assert says.lower() in member.get(page).content.decode()
    member.post(f"{page}answer/", {"answer": "yes"})
    assert says.lower() not in member.get(page).content.decode()
    assert says not in desk("memberA")


def test_only_a_cancelled_meeting_has_a_reason():
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(cancel_reason="Snow")
    MeetingFactory(cancel_reason="Snow", cancelled_at=timezone.now())
