"""Who says that they may be asked about a practice, and who reads that."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.core.models import PublicVersion
from members import actions as members
from members.models import Institution, Membership, User
from practices import actions, queries, question_permissions
from practices.models import Practice, PracticeContact
from tests.factories import MembershipFactory, PracticeFactory, contact
from tests.matrix import answer_of, body_of
from tests.practices.conftest import STATES

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord", "exA",
    "inactive", "siteadmin",
)  # fmt: skip
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def live(state_of):
    return state_of("live", title="Night interpreters")


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def named_on(answer):
    """Name, role and institution of each who may be asked, as the page says it."""
    found = soup(answer).select(".ask__contact > span")
    return [re.sub(r"\s+", " ", one.text).strip() for one in found]


def names(practice):
    return [one.user.name for one in queries.contacts_of(practice)]


def logged():
    lines = ModelLogEntry.objects.filter(action__contains="contact").order_by("pk")
    return list(lines.values_list("action", flat=True))


def say(client, practice, may="yes"):
    return client.post(f"{practice.get_absolute_url()}contact/", {"may": may})


def test_who_agrees_is_named_to_members(live, roles, client_of):
    own = client_of(roles.authorA)
    before = client_of(roles.memberB).get(live.get_absolute_url())
    answer = say(own, live)

    page = client_of(roles.memberB).get(live.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, f"{live.get_absolute_url()}#ask")
    assert named_on(before) == []
    assert "Nobody at Heron Lake Health has said yet" in before.content.decode()
    house = soup(before).select_one("section.ask a[href='/institutions/heron-lake-health/']")
    assert house is not None
    assert soup(before).select_one("textarea#ask_text") is None
    assert named_on(page) == ["Authora, contributor, Heron Lake Health"]
    assert roles.authorA.email not in page.content.decode()
    assert soup(page).select_one("textarea#ask_text") is not None
    mine = own.get(live.get_absolute_url()).content.decode()
    assert "Nobody but you has said" in mine
    assert "Ask me no more" in mine

    say(own, live, may="")
    assert named_on(client_of(roles.memberB).get(live.get_absolute_url())) == []
    assert logged() == ["practices.contact_agreed", "practices.contact_took_back"]


def test_each_speaks_for_oneself(live, roles, client_of):
    """[QU3]"""
    for name in EVERYBODY:
        user = getattr(roles, name)
        may = name in {"memberA", "authorA", "stewardA"}
        answer = client_of(user).post(
            f"{live.get_absolute_url()}contact/", {"may": "yes", "user": roles.memberA.pk}
        )
        assert (answer.status_code == 302) is may, name
        assert PracticeContact.objects.filter(user=user).exists() is may if user else True
        assert question_permissions.user_can_be_contact(user, live) is may, name
        if user and not may:
            with pytest.raises(PermissionDenied):
                contact(live, user)
    assert PracticeContact.objects.count() == 3


def test_saying_it_twice_says_it_once(live, roles):
    first, again = contact(live, roles.memberA), contact(live, roles.memberA)

    assert first.pk == again.pk
    assert PracticeContact.objects.get().agreed_at == first.agreed_at
    assert logged() == ["practices.contact_agreed"]
    for _ in range(2):
        actions.no_more_asked(practice=live, by=roles.memberA, now=timezone.now())
    assert logged() == ["practices.contact_agreed", "practices.contact_took_back"]
    contact(live, roles.memberA)
    with pytest.raises(IntegrityError, match="contact_is_once"), transaction.atomic():
        PracticeContact.objects.create(practice=live, user=roles.memberA, agreed_at=timezone.now())
    assert PracticeContact.objects.create(
        practice=live, user=roles.authorA, agreed_at=timezone.now()
    )


def test_who_has_no_name_writes_it_first(live, roles, client_of):
    roles.memberA.name = ""
    roles.memberA.save()

    answer = say(client_of(roles.memberA), live)

    assert answer.status_code == 409
    assert "Write your name on your account page first" in answer.content.decode()
    assert not PracticeContact.objects.exists()


def test_it_ends_with_the_membership_and_is_said_anew(live, roles, client_of):
    now = timezone.now()
    contact(live, roles.memberA, now=now)
    contact(live, roles.stewardA, now=now)
    assert names(live) == ["Membera", "Stewarda"]

    own = Membership.objects.get(user=roles.memberA)
    members.leave(membership=own, by=roles.memberA, now=now + MINUTE)
    assert names(live) == ["Stewarda"]
    assert named_on(client_of(roles.memberB).get(live.get_absolute_url())) == [
        "Stewarda, steward, Heron Lake Health"
    ]

    # Back again: what was said in the membership that ended is not said in this one.
    roles.memberA.forget_roles()
    asked = members.ask_to_join(
        institution=roles.a, by=roles.memberA, note="", now=now + 2 * MINUTE
    )
    members.approve(membership=asked, by=roles.stewardA, now=now + 3 * MINUTE)
    assert names(live) == ["Stewarda"]
    roles.memberA.forget_roles()
    contact(live, roles.memberA, now=now + 4 * MINUTE)
    assert names(live) == ["Membera", "Stewarda"]


@pytest.mark.parametrize("gone", ["account", "institution", "name"])
def test_who_cannot_be_asked_is_not_named(gone, live, roles):
    contact(live, roles.memberA)
    assert names(live) == ["Membera"]

    if gone == "institution":
        Institution.objects.filter(pk=roles.a.pk).update(state="closed")
    elif gone == "account":
        User.objects.filter(pk=roles.memberA.pk).update(is_active=False)
    else:
        User.objects.filter(pk=roles.memberA.pk).update(name="")

    assert names(live) == []


def test_a_steward_takes_somebody_off_and_tells_them(live, roles, client_of, commit):
    """[QU4]"""
    on_the_list = contact(live, roles.memberA)
    elsewhere = contact(PracticeFactory(institution=roles.a, author=roles.authorA), roles.memberA)
    door = f"{live.get_absolute_url()}contacts/{on_the_list.pk}/remove/"

    for name in EVERYBODY:
        if name in {"stewardA", "siteadmin"}:
            continue
        answer = client_of(getattr(roles, name)).post(door)
        assert answer.status_code == 403, name
        assert (
            door
            not in client_of(getattr(roles, name)).get(live.get_absolute_url()).content.decode()
        )
    steward = client_of(roles.stewardA)
    assert door in steward.get(live.get_absolute_url()).content.decode()
    wrong = f"{live.get_absolute_url()}contacts/{elsewhere.pk}/remove/"
    assert steward.post(wrong).status_code == 404
    assert PracticeContact.objects.count() == 2

    mail.outbox.clear()
    with commit():
        assert steward.post(door).status_code == 302
    assert names(live) == []
    assert PracticeContact.objects.get() == elsewhere
    (told,) = mail.outbox
    assert told.to == [roles.memberA.email]
    assert told.subject == "You are not asked any more about “Night interpreters”"
    assert "Stewarda took you off" in told.body
    assert steward.post(door).status_code == 404  # a second time finds nobody
    with commit():
        actions.remove_contact(contact=on_the_list, by=roles.stewardA, now=timezone.now())
    assert len(mail.outbox) == 1


def test_the_first_author_is_asked_before_it_is_handed_in(roles, client_of):
    practice = PracticeFactory(institution=roles.a, author=roles.authorA)
    client, door = client_of(roles.authorA), f"/practices/{practice.slug}/edit/finish/"

    def form():
        page = soup(client.get(door))
        hidden = page.select("main form input[type=hidden]")
        return page.find(id="id_may_be_asked"), {
            one["name"]: one.get("value", "") for one in hidden
        }

    box, hidden = form()
    assert not box.has_attr("checked")
    client.post(door, {**hidden, "do": "save", "note": "", "may_be_asked": "on"})
    assert names(practice) == ["Authora"]

    box, hidden = form()
    assert box.has_attr("checked")
    # Taken back in another tab; a form opened before leaves that alone.
    actions.no_more_asked(practice=practice, by=roles.authorA, now=timezone.now())
    client.post(door, {**hidden, "do": "submit", "note": "", "may_be_asked": "on"})
    assert names(practice) == []
    assert Practice.objects.get(pk=practice.pk).workflow == "submitted"


def test_what_is_said_in_a_draft_shows_once_it_is_public(state_of, roles, client_of):
    draft = state_of("submitted", title="Not yet")
    contact(draft, roles.authorA)
    assert (
        "Ask those who do it"
        not in client_of(roles.memberA).get(draft.get_absolute_url()).content.decode()
    )

    actions.publish(practice=draft, by=roles.stewardA, now=timezone.now())

    live = Practice.objects.get(pk=draft.pk)
    assert named_on(client_of(roles.memberB).get(live.get_absolute_url())) == [
        "Authora, contributor, Heron Lake Health"
    ]


@pytest.mark.parametrize("state", STATES)
def test_who_may_be_asked_is_shown_where_the_practice_is_live(state, state_of, roles, client_of):
    """[QU1]"""
    practice = state_of(state)
    contact(practice, roles.memberA)
    is_live = practice.live

    for name in ("memberB", "stewardB", "authorA", "stewardA", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        page = client.get(practice.get_absolute_url())
        assert (named_on(page) != []) is is_live, name
        there = client.get(f"{practice.get_absolute_url()}ask/")
        assert (soup(there).select_one("textarea#ask_text") is not None) is is_live, name
    for name in ("anon", "nomember", "exA", "inactive"):
        page = client_of(getattr(roles, name)).get(practice.get_absolute_url())
        assert "Membera" not in page.content.decode(), name


def test_others_read_the_same_bytes_for_the_same_questions(live, roles, client_of):
    """Contacts change no page for the public, empty no cache and cost it no query."""
    paths = [
        live.get_absolute_url(), live.get_history_url(), "/practices/?q=membera", "/practices/",
        "/api/v1/practices?q=membera", f"/api/v1/practices/{live.slug}", "/feeds/practices.atom",
        "/institutions/heron-lake-health/", "/",
    ]  # fmt: skip
    others = ("anon", "nomember", "exA", "inactive")

    def read():
        seen = {}
        for name in others:
            for path in paths:
                client = client_of(getattr(roles, name))
                client.get(path)
                with CaptureQueriesContext(connection) as asked:
                    answer = client.get(path)
                seen[name, path] = (answer_of(answer).status, body_of(answer), len(asked))
        return seen

    version, before = PublicVersion.objects.get().number, read()
    for _ in range(3):
        contact(live, MembershipFactory(institution=roles.a, user__name="Membera Too").user)

    assert read() == before
    assert PublicVersion.objects.get().number == version
    assert before["anon", paths[0]][2] <= 4
    assert len(before["anon", paths[0]][1]) < 60_000
    assert "Membera Too" in client_of(roles.memberB).get(paths[0]).content.decode()
