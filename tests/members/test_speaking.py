"""For whom somebody speaks: chosen at each act, kept with it, whatever becomes of the person."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core import mail

from collaborative.directory.models import Letter
from events.models import Attendance
from members import actions, queries
from members.enums import MembershipState
from members.models import Membership
from practices.models import Practice
from tests.factories import (
    InstitutionFactory,
    MeetingFactory,
    MembershipFactory,
    UserFactory,
    published_practice,
)

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def dana(roles):
    """Somebody of A and of B, whom others may find."""
    person = UserFactory(email="dana@old.example.org", name="Dana Ek", is_shown=True)
    for house in (roles.a, roles.b):
        MembershipFactory(user=person, institution=house)
    return person


def choices(page) -> dict[str, bool]:
    """What a page offers to speak for: label -> chosen."""
    soup = BeautifulSoup(page.content, "html.parser")
    return {
        one.find_parent("label").get_text(strip=True)
        if one.find_parent("label")
        else soup.select_one(f"label[for={one['id']}]").get_text(strip=True): one.has_attr(
            "checked"
        )
        for one in soup.select("input[type=radio][name=speaks_for]")
    }


def hidden(page) -> str:
    soup = BeautifulSoup(page.content, "html.parser")
    return soup.select_one("input[type=hidden][name=speaks_for]")["value"]


def leaves(person, house, now):
    own = Membership.objects.of(house).active().get(user=person)
    actions.leave(membership=own, by=person, now=now)


def doors(roles, meeting):
    """Each page that asks, where it sends, and what beside the choice."""
    letter = {"subject": "Hello", "text": "Shall we talk?", "key": KEY, "shows_address": "on"}
    other = UserFactory(name="Ola Berg", is_shown=True)
    MembershipFactory(user=other, institution=roles.b)
    return [
        ("/practices/share/", "/practices/share/", {"title": "Begun"}),
        (meeting.get_absolute_url(), f"{meeting.get_absolute_url()}answer/", {"answer": "yes"}),
        (f"/people/{other.pk}/", f"/people/{other.pk}/", letter),
    ]


def said_for(person) -> list:
    """The institutions for which a person spoke, act by act."""
    return [
        *person.practices.order_by("pk").values_list("institution", flat=True),
        *person.attendances.values_list("institution", flat=True),
        *Letter.objects.filter(sender=person).order_by("pk").values_list("institution", flat=True),
    ]


def test_who_belongs_to_one_institution_is_not_asked(roles, client_of):
    client = client_of(roles.memberA)
    for page, where, words in doors(roles, MeetingFactory()):
        opened = client.get(page)
        assert choices(opened) == {}
        assert hidden(opened) == str(roles.a.pk)
        assert client.post(where, words).status_code == 302
    assert said_for(roles.memberA) == [roles.a.pk] * 3


def test_who_belongs_to_several_chooses_and_the_choice_is_proposed_again(dana, roles, client_of):
    client = client_of(dana)
    for number, (page, where, words) in enumerate(doors(roles, MeetingFactory())):
        before = len(said_for(dana))
        proposed = {str(roles.a): False, str(roles.b): number > 0}
        assert choices(client.get(page)) == proposed
        asked = client.post(where, words)
        assert asked.status_code in {200, 400}
        assert "Choose for whom you speak" in asked.content.decode()
        assert len(said_for(dana)) == before

        assert client.post(where, words | {"speaks_for": roles.b.pk}).status_code == 302
    assert said_for(dana) == [roles.b.pk] * 3


@pytest.mark.parametrize("forged", ["closed", "foreign", "text", "all"])
def test_a_forged_choice_is_refused_and_no_word_is_lost(forged, dana, roles, client_of):
    closed = InstitutionFactory(state="closed")
    MembershipFactory(user=dana, institution=closed)
    sent = {
        "closed": closed.pk, "foreign": InstitutionFactory().pk, "text": "1e9",
        "all": "collaborative",
    }[forged]  # fmt: skip
    client = client_of(dana)
    for _, where, words in doors(roles, MeetingFactory()):
        refused = client.post(where, words | {"speaks_for": sent})
        page = refused.content.decode()
        assert "You do not belong to that institution, or not any more" in page
        for word in set(words.values()) - {KEY, "yes", "on"}:
            assert word in page
    assert said_for(dana) == []


def test_a_form_opened_for_one_institution_does_not_speak_for_the_next(roles, client_of, now):
    client = client_of(roles.memberA)
    meeting = MeetingFactory()
    opened = [
        (hidden(client.get(page)), where, words) for page, where, words in doors(roles, meeting)
    ]
    leaves(roles.memberA, roles.a, now)
    MembershipFactory(user=roles.memberA, institution=roles.b)

    for was, where, words in opened:
        refused = client.post(where, words | {"speaks_for": was})
        assert "You do not belong to that institution, or not any more" in refused.content.decode()
        assert choices(refused) == {str(roles.b): False}
    assert said_for(roles.memberA) == []

    for _, where, words in opened:
        client.post(where, words | {"speaks_for": roles.b.pk})
    assert said_for(roles.memberA) == [roles.b.pk] * 3


def test_what_was_said_stays_where_it_was_said_and_what_follows_is_the_new_ones(
    dana, roles, client_of, now, commit
):
    meeting, client = MeetingFactory(), client_of(dana)
    practice = published_practice(author=dana, institution=roles.a, title="Told at A")
    all_doors = doors(roles, meeting)
    with commit():
        for _, where, words in all_doors:
            client.post(where, words | {"speaks_for": roles.a.pk})
    assert f"Dana Ek ({roles.a})" in mail.outbox[-1].body

    leaves(dana, roles.a, now)

    public = client.get(practice.get_absolute_url()).content.decode()
    assert str(roles.a) in public
    page = " ".join(client.get(meeting.get_absolute_url()).content.decode().split())
    assert f"Dana Ek, {roles.a}" in page
    assert "where you do not belong any more" in page
    log = client_of(roles.coord).get("/people/letters/log/").content.decode()
    assert f"Dana Ek ({roles.a}) wrote to Ola Berg" in log
    assert said_for(dana) == [roles.a.pk] * 4

    with commit():
        for _, where, words in all_doors:
            changed = {"title": "Told at B"} if "title" in words else {}
            changed |= {"text": "Again."} if "text" in words else {}
            client.post(where, words | changed)
    assert Practice.objects.get(title="Told at B").institution == roles.b
    assert Attendance.objects.get().institution == roles.b
    assert f"Dana Ek ({roles.b})" in mail.outbox[-1].body
    assert said_for(dana) == [
        roles.a.pk,
        roles.a.pk,
        roles.b.pk,
        roles.b.pk,
        roles.a.pk,
        roles.b.pk,
    ]


def test_who_serves_the_consortium_may_speak_for_all_of_it(roles, client_of, now):
    meeting = MeetingFactory()
    where = f"{meeting.get_absolute_url()}answer/"
    client = client_of(roles.coord)
    client.post(where, {"answer": "yes"})
    assert Attendance.objects.get(user=roles.coord).institution is None
    page = client.get(meeting.get_absolute_url())
    assert f"{roles.coord}, for the collaborative" in page.content.decode()

    MembershipFactory(user=roles.coord, institution=roles.a)
    opened = client.get(meeting.get_absolute_url())
    assert choices(opened) == {str(roles.a): False, "The collaborative": True}
    client.post(where, {"answer": "yes", "speaks_for": roles.a.pk})
    assert Attendance.objects.get(user=roles.coord).institution == roles.a
    assert choices(client.get(meeting.get_absolute_url()))[str(roles.a)]
    client.post(where, {"answer": "yes", "speaks_for": "collaborative"})
    assert Attendance.objects.get(user=roles.coord).institution is None
    assert queries.voices_of(roles.coord).last is None

    # A practice is an institution's: nobody shares one for all.
    assert choices(client.get("/practices/share/")) == {}


def test_the_page_one_came_from_is_proposed(dana, roles, client_of):
    client = client_of(dana)

    assert choices(client.get(f"/practices/share/?for={roles.b.slug}"))[str(roles.b)]
    assert not any(choices(client.get("/practices/share/?for=nobody")).values())


def test_the_action_itself_looks_at_memberships_as_they_are(dana, roles, now):
    assert actions.speak(by=dana, institution=roles.a, now=now) == roles.a
    assert dana.roles()  # kept in memory, and old in a moment
    Membership.objects.of(roles.a).filter(user=dana).update(
        state=MembershipState.ENDED, ended_at=now
    )

    with pytest.raises(actions.CannotSpeak, match="do not belong"):
        actions.speak(by=dana, institution=roles.a, now=now)
    assert actions.speak(by=dana, institution=None, now=now) == roles.b
    MembershipFactory(user=dana, institution=InstitutionFactory())
    with pytest.raises(actions.CannotSpeak, match="Choose for which"):
        actions.speak(by=dana, institution=None, now=now)


def test_earlier_rows_say_for_whom_they_were(roles, now):
    """What the migrations make of answers and letters from before there was a choice."""
    person, long_ago = UserFactory(), now - dt.timedelta(days=100)
    ended = {"state": MembershipState.ENDED, "ended_at": now - dt.timedelta(days=50)}
    for house, joined, more in (
        (roles.b, 20, {}), (roles.a, 200, ended), (InstitutionFactory(), 90, {}),
    ):  # fmt: skip
        MembershipFactory(
            user=person, institution=house, joined_at=now - dt.timedelta(days=joined), **more
        )
    meeting = MeetingFactory()
    meeting.attendances.create(user=person, answer="yes", answered_at=long_ago)
    meeting.attendances.create(user=roles.coord, answer="yes", answered_at=long_ago)
    Letter.objects.create(sender=person, recipient=roles.coord, sent_at=long_ago, fingerprint="1")

    import_module("events.migrations.0005_attendance_institution").say_for_whom(apps, None)
    name = "collaborative.directory.migrations.0002_letter_institution"
    import_module(name).say_for_whom(apps, None)

    assert Attendance.objects.get(user=person).institution == roles.a
    assert Attendance.objects.get(user=roles.coord).institution is None
    assert Letter.objects.get().institution == roles.a
