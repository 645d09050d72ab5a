"""What ends when somebody leaves or is removed, at the next request; and what stays."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from events import actions as meetings
from members import actions
from members.enums import MembershipState
from members.models import Membership, User
from practices import actions as practices
from practices.models import Practice
from tests.factories import (
    MeetingFactory,
    MembershipFactory,
    PracticeFactory,
    UserFactory,
    published_practice,
)
from tests.matrix import body_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
HERE = {"origin": "http://testserver"}
WORDS = "An hour of typing.\nAnd a second line."


@pytest.fixture(params=["leaves", "is removed"])
def goes(request, roles, now):
    """`goes(user)`: out of institution A, by one way or the other."""

    def go(user: User) -> None:
        own = Membership.objects.of(roles.a).active().get(user=user)
        if request.param == "leaves":
            actions.leave(membership=own, by=user, now=now)
        else:
            actions.remove(membership=own, by=roles.stewardA, reason="Moved on.", now=now)

    return go


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_rights_end_at_the_next_request(headers, roles, client_of, goes, now):
    draft = practices.begin(
        institution=roles.a, by=roles.authorA, words={"title": "Hidden kestrel"}, now=now
    )
    client = client_of(roles.authorA)
    pages = {
        f"{draft.get_absolute_url()}": 404,
        draft.get_edit_url(): 404,
        f"/institutions/{roles.a.slug}/people/": 403,
        f"/institutions/{roles.a.slug}/leave/": 403,
        "/people/": 403,
    }
    for page in pages:
        assert client.get(page, headers=headers).status_code == 200
    assert "Hidden kestrel" in client.get("/practices/?q=kestrel", headers=headers).content.decode()
    assert "Hidden kestrel" in client.get("/desk/").content.decode()

    goes(roles.authorA)

    for page, status in pages.items():
        assert client.get(page, headers=headers).status_code == status, page
    for page in ("/practices/?q=kestrel", "/desk/"):
        left = client.get(page, headers=headers)
        assert left.status_code == 200
        assert "Hidden kestrel" not in left.content.decode()
    unknown = client.get("/practices/draft-0000000000000000/edit/", headers=headers)
    assert body_of(client.get(draft.get_edit_url(), headers=headers)) == body_of(unknown)


def test_authorship_account_and_year_stay(roles, client_of, client, goes):
    practice = published_practice(author=roles.authorA, institution=roles.a)
    User.objects.filter(pk=roles.authorA.pk).update(dlp_year=2016, name="Ada Birk", about="Nurse.")
    before = client.get(practice.get_absolute_url()).content
    words = User.objects.filter(pk=roles.authorA.pk).values(
        "name", "about", "dlp_year", "email", "is_active", "interests"
    )
    kept = words.get()
    browser = client_of(roles.authorA)

    goes(roles.authorA)

    assert words.get() == kept
    row = Practice.objects.get(pk=practice.pk)
    assert (row.author, row.institution, row.live) == (roles.authorA, roles.a, True)
    assert BeautifulSoup(client.get(practice.get_absolute_url()).content, "html.parser").main == (
        BeautifulSoup(before, "html.parser").main
    )
    account = browser.get("/account/").content.decode()
    assert 'value="2016"' in account
    assert "You do not belong to an institution yet" in account


def test_a_feed_dies_with_the_last_membership_alone(roles, goes, now):
    MembershipFactory(user=roles.authorA, institution=roles.b)
    roles.authorA.forget_roles()
    both, one = (meetings.rotate_feed(by=user, now=now) for user in (roles.authorA, roles.memberA))
    for token in (both, one):
        assert Client().get(f"/calendar/{token}.ics").status_code == 200

    goes(roles.authorA)
    goes(roles.memberA)

    assert Client().get(f"/calendar/{both}.ics").status_code == 200
    dead, unknown = (Client().get(f"/calendar/{token}.ics") for token in (one, "x" * 43))
    assert (dead.status_code, dead.content) == (404, unknown.content)


def open_forms(roles):
    """Address, what is sent, and what it answers once the writer does not belong any more."""
    draft = PracticeFactory(author=roles.authorA, institution=roles.a)
    live = published_practice(author=roles.authorA, institution=roles.a)
    shown = UserFactory(name="Ola Berg", is_shown=True)
    MembershipFactory(user=shown, institution=roles.b)
    meeting = MeetingFactory()
    words = {"title": "Two words", "how_it_works": WORDS, "revision": "1"}
    return [
        (draft.get_edit_url(), words, 404),
        (live.get_edit_url(), words, 403),
        ("/practices/share/", {"title": "Two words", "speaks_for": roles.a.pk}, 403),
        (f"/people/{shown.pk}/", {"subject": "Two words", "text": WORDS, "key": "0" * 32}, 404),
        (f"{meeting.get_absolute_url()}answer/", {"answer": "yes"}, 403),
    ]


def test_an_open_form_is_refused_and_its_words_come_back(roles, client_of, goes):
    forms, client = open_forms(roles), client_of(roles.authorA)
    goes(roles.authorA)
    before = Practice.objects.values_list("pk", "title", "how_it_works", "latest_revision")
    rows = list(before)

    for where, sent, status in forms:
        answer = client.post(where, sent, headers=HERE)

        page = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == status, where
        shown = {one.text.lstrip("\n") for one in page.select("textarea[readonly]")}
        assert shown == {value for value in map(str, sent.values()) if " " in value}
        assert not page.select("main form[method=post]")  # nothing that sends it by a click
        if shown:
            assert "Nothing was sent or changed" in page.main.text
            assert answer["Cache-Control"] == "private, no-store"
            for area in page.select("textarea[readonly]"):
                assert page.select_one(f"label[for={area['id']}]")
    assert list(before) == rows


def test_words_come_back_alike_for_hidden_and_unknown_and_to_our_own_forms_alone(
    roles, client_of, goes
):
    draft = PracticeFactory(author=roles.authorA, institution=roles.a)
    client = client_of(roles.authorA)
    goes(roles.authorA)
    sent = {"how_it_works": WORDS}

    hidden, unknown = (
        client.post(f"/practices/{slug}/edit/", sent, headers=HERE)
        for slug in (draft.slug, "draft-0000000000000000")
    )
    assert (hidden.status_code, body_of(hidden)) == (404, body_of(unknown))
    assert WORDS in hidden.content.decode()
    for headers in ({}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        foreign = client.post(draft.get_edit_url(), sent, headers=headers)
        assert foreign.status_code == 404
        assert WORDS not in foreign.content.decode()
    secret = client.post("/accounts/unknown/", {"password": "two words"}, headers=HERE)
    assert "two words" not in secret.content.decode()


def test_words_that_come_back_are_words_and_never_markup(roles, client_of):
    answer = client_of(roles.memberB).post(
        "/practices/draft-0000000000000000/edit/",
        {"need": "</textarea> <script>alert(1)</script>", "<b> x": "a b"},
        headers=HERE,
    )

    assert "&lt;/textarea&gt; &lt;script&gt;" in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()
    assert "<b> x" not in answer.content.decode()


def test_who_was_removed_is_told_and_may_ask_again(roles, client_of, goes, now):
    client = client_of(roles.memberA)
    goes(roles.memberA)

    refused = client.get(f"/institutions/{roles.a.slug}/people/")
    assert refused.status_code == 403
    assert BeautifulSoup(refused.content, "html.parser").main.find_all("a")
    assert client.get("/desk/").status_code == 200
    client.post(f"/institutions/{roles.a.slug}/ask/", {"note": "I am back."})

    states = (
        Membership.objects.of(roles.a).filter(user=roles.memberA).values_list("state", flat=True)
    )
    assert sorted(states) == [MembershipState.ENDED, MembershipState.REQUESTED]
