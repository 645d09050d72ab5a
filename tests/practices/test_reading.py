"""The page of a practice: what everybody reads, and what only its own people read."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.utils import timezone

from collaborative.search.models import Entry
from practices import actions
from practices.models import Practice
from tests.factories import published_practice

from .conftest import HIDDEN, LIVE

pytestmark = pytest.mark.django_db
EVERYBODY = ("anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord",
             "exA", "siteadmin")  # fmt: skip
OWN = ("memberA", "authorA", "stewardA", "siteadmin")


def same_bytes(response):
    """The body without what differs at every request: the token of the sign-out form."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


def test_everybody_reads_the_whole_practice(client):
    practice = published_practice(
        title="Night & day", need="The need.", plain_summary="Plain words.",
        how_it_works="First.\n\n- One\n- Two", tags=["a & b"], started="2019-03",
        scopes=["language-access", "engaging-communities"],
    )  # fmt: skip

    response = client.get(practice.get_absolute_url())

    page = BeautifulSoup(response.content, "html.parser")
    assert [h1.text for h1 in page.find_all("h1")] == ["Night & day"]
    text = page.main.get_text(" ", strip=True)
    for words in (
        practice.institution.name, "The need.", "Plain words.", "March 2019", "a & b",
        "Cite and use it", f"/practices/{practice.pk}/", "Language access",
        "Engaging cultural communities", "Something that was done and made a difference.",
    ):  # fmt: skip
        assert words in text
    points = page.select("[aria-labelledby=how-it-is-done] ul li")
    assert [item.text for item in points] == ["One", "Two"]
    assert page.select_one('a[href="/practices/?tag=a+%26+b"]')
    assert "Edit" not in text


def test_a_reader_goes_on_from_a_practice(client):
    practice = published_practice(scopes=["language-access", "engaging-communities"])

    page = BeautifulSoup(client.get(practice.get_absolute_url()).content, "html.parser")

    institution = practice.institution
    eyebrow = page.select_one(".page-header__eyebrow a")
    assert (eyebrow["href"], eyebrow.text) == (institution.get_absolute_url(), institution.name)
    on = {link.text: link["href"] for link in page.select(".practice__more a")}
    assert on["More in Language access"] == "/practices/?scope=language-access"
    assert on[f"More from {institution.name}"] == f"/practices/?institution={institution.slug}"
    assert len(on) == 3
    tags = [link["href"] for link in page.select(".practice__areas a")]
    assert tags == ["/practices/?scope=language-access", "/practices/?scope=engaging-communities"]


def test_what_members_type_stays_text(client):
    nasty = "<script>alert(1)</script>{{ 7 }} <b>x</b>"
    practice = published_practice(
        title=nasty[:140], need=nasty, advice=nasty, tags=['"><img src=x>'], ended_reason=nasty
    )

    page = client.get(practice.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "<img src=x" not in page
    assert "{{ 7 }}" in page


@pytest.mark.parametrize("extras", [1, 3])
def test_the_anonymous_page_takes_two_queries(client, django_assert_num_queries, extras):
    practice = published_practice(
        scopes=["language-access", "accessibility", "policy-advocacy"][:extras],
        tags=["one", "two", "three"][:extras],
    )

    with django_assert_num_queries(2):  # the public version; the practice with its institution
        response = client.get(practice.get_absolute_url())

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_practice_looks_exactly_like_an_unknown_one(state, state_of, roles, client_of):
    practice = state_of(state, title="Zanzibar token")
    allowed = {*OWN, "coord"} if state == "submitted" else set(OWN)

    for name in EVERYBODY:
        client = client_of(getattr(roles, name))
        shown = client.get(f"/practices/{practice.slug}/")
        unknown = client.get("/practices/draft-ffffffffffffffff/")
        if name in allowed:
            assert shown.status_code == 200
            assert b"Zanzibar token" in shown.content
        else:
            assert shown.status_code == 404
            assert same_bytes(shown) == same_bytes(unknown)


@pytest.mark.parametrize("state", LIVE[1:])
def test_newer_words_of_a_live_practice_are_its_own_peoples(state, state_of, roles, client_of):
    practice = state_of(state)
    assert practice.advice != "Newer words."

    for name in EVERYBODY:
        client = client_of(getattr(roles, name))
        live = client.get(practice.get_absolute_url())
        newer = client.get(f"{practice.get_absolute_url()}draft/")
        unknown = client.get("/practices/no-such-practice/draft/")
        assert live.status_code == 200
        assert b"Newer words." not in live.content
        if name in OWN:
            assert b"Newer words." in newer.content
            assert b"newer draft" in live.content
        else:
            assert newer.status_code == 404
            assert same_bytes(newer) == same_bytes(unknown)
            assert b"newer draft" not in live.content


def test_the_address_of_the_draft_leads_to_the_public_one(client, state_of, roles, client_of):
    practice = state_of("live")
    hidden = state_of("taken down")

    answer = client.get(f"/practices/{practice.draft_key}/")
    assert (answer.status_code, answer["Location"]) == (302, practice.get_absolute_url())
    assert client.get(f"/practices/{hidden.draft_key}/").status_code == 404
    # Taken down, it is a draft again and stands where drafts stand.
    own = client_of(roles.memberA).get(f"/practices/{hidden.draft_key}/")
    assert own.status_code == 200


def test_only_those_who_may_act_find_the_buttons(state_of, roles, client_of):
    practice = state_of("live with draft")
    found = {}
    for name in EVERYBODY:
        page = client_of(getattr(roles, name)).get(practice.get_absolute_url())
        bar = BeautifulSoup(page.content, "html.parser").select_one(".practice-bar")
        found[name] = [link.text for link in bar.select("a, button")] if bar else []

    reader = ["Read the newer draft", "History"]
    check = "Check for patients\u2019 details"
    writer = ["Read the newer draft", "Edit", check, "People and institutions", "History"]
    upkeep = ["It is still true", "It has ended", "Withdraw it"]
    assert found == {
        "anon": [], "nomember": [], "memberB": [], "stewardB": [], "exA": [],
        "memberA": reader,
        "authorA": [*writer, "It is still true"],
        "stewardA": [*writer, *upkeep, "Take it down"],
        "siteadmin": [*writer, *upkeep, "Take it down"],
        "coord": ["Take it down"],
    }  # fmt: skip


def test_the_page_shows_the_live_words_of_the_moment(client, state_of, roles):
    practice = state_of("live", need="First words.")
    now = timezone.now()
    actions.save_draft(practice=practice, by=roles.authorA, words={"need": "Second."}, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now)
    assert b"First words." in client.get(practice.get_absolute_url()).content

    actions.publish(practice=practice, by=roles.stewardA, now=now)
    assert b"Second." in client.get(practice.get_absolute_url()).content

    actions.take_down(practice=practice, by=roles.stewardA, reason="A name.", now=now)
    assert client.get(practice.get_absolute_url()).status_code == 404


def test_the_card_and_the_search_follow_names_below(roles):
    practice = published_practice(title="Card", institution=roles.a)
    assert "Heron Lake Health" in practice.card_html

    roles.a.name = "Loon Lake Health"
    roles.a.save()

    again = Practice.objects.get(pk=practice.pk)
    assert "Loon Lake Health" in again.card_html
    assert "Loon Lake Health" in again.body_html
    assert "'loon'" in Entry.objects.get(pk=practice.pk).vector


def test_searched_words_weigh_by_where_they_stand(roles, state_of):
    practice = state_of("draft", title="Alpha", need="Bravo", tags=["charlie"], advice="Delta")
    actions.save_draft(
        practice=practice, by=roles.authorA, words={"plain_summary": "Echo"}, now=timezone.now()
    )

    search = Entry.objects.get(pk=practice.pk).vector
    weights = dict(re.findall(r"'(\w+)':[\d,A-D]*?\d+([A-D]?)(?=[ ,]|$)", search))
    assert weights["alpha"] == "A"
    assert (weights["bravo"], weights["charli"], weights["echo"]) == ("B", "B", "B")
    assert weights["heron"] == "C"
    assert weights["delta"] in {"", "D"}
    assert practice.card_html == ""


def test_derived_columns_are_made_anew_by_a_command(client, capsys):
    practice = published_practice(title="Made anew")
    Practice.objects.filter(pk=practice.pk).update(body_html="old", card_html="old", walls=[])

    call_command("refresh_practices")

    again = Practice.objects.get(pk=practice.pk)
    assert (again.body_html, again.card_html, again.walls) == (
        practice.body_html, practice.card_html, practice.walls,
    )  # fmt: skip
    assert capsys.readouterr().out == "1 practices refreshed.\n"
