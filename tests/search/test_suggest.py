"""What a search field offers while somebody types: what everybody can find, and nothing else."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practices import actions
from tests.factories import InstitutionFactory, PracticeFactory
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db

SUGGEST = "/practices/suggest/"


def offered(client, typed):
    """(line, kind) as a browser reads them; what was typed comes back first."""
    response = client.get(SUGGEST, {"q": typed})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-suggestions+json"
    echoed, lines, kinds, addresses = json.loads(response.content)
    assert echoed == " ".join(typed.split())[:200]
    assert len(lines) == len(kinds) == len(addresses) <= 8
    return dict(zip(zip(lines, kinds, strict=True), addresses, strict=True))


def test_areas_institutions_words_tags_and_titles_are_offered(client):
    lake = InstitutionFactory(name="Language House", slug="language-house")
    practice = published_practice(
        title="Languages on the door", institution=lake, scopes=["language-access"],
        tags=["language line"],
    )  # fmt: skip

    found = offered(client, "langu")

    base = "http://testserver"
    assert found["Language access", "Area"] == f"{base}/practices/?scope=language-access"
    assert found["Language House", "Institution"] == f"{base}/practices/?institution=language-house"
    assert found["language line", "Tag"] == f"{base}/practices/?tag=language+line"
    assert found["Languages on the door", "Practice"].endswith(practice.get_absolute_url())
    assert any(kind == "Words" for _, kind in found)


def test_words_of_other_languages_are_offered_where_they_find_something(client):
    assert offered(client, "turjub") == {}

    published_practice(title="Interpreters at night")

    assert ("turjubaan", "Words") in offered(client, "turjub")


def test_every_offer_finds_something(client):
    published_practice(title="Interpreters at night", tags=["night shifts"])

    for typed in ("in", "ni", "nig", "wait", "lang", "interpr"):
        for (line, kind), address in offered(client, typed).items():
            page = client.get(address)
            assert page.status_code == 200, line
            if kind != "Practice":
                assert "results__one" in page.content.decode(), (typed, line, address)


@pytest.mark.parametrize("name", ["anon", "memberA", "authorA", "memberB", "coord", "siteadmin"])
def test_nothing_of_a_draft_is_offered_to_anybody(client_of, roles, name):
    """[DP15] Not even to its own people: the answer is one for all and may be kept."""
    published_practice(title="Rides home", institution=roles.a, author=roles.authorA)
    client = client_of(getattr(roles, name))
    before = {typed: offered(client, typed) for typed in ("quo", "rid", "quokka n")}
    gone = published_practice(
        title="Quokka gone", tags=["quokka"], institution=roles.a, author=roles.authorA
    )
    assert offered(client, "quo")

    actions.take_down(practice=gone, by=roles.stewardA, reason="A name.", now=timezone.now())
    PracticeFactory(
        institution=roles.a, author=roles.authorA, title="Quokka nights", tags=["quokka"],
        need="Quokka.", scopes=["policy-advocacy"],
    )  # fmt: skip

    assert {typed: offered(client, typed) for typed in before} == before


@pytest.mark.parametrize(
    "typed", ["", " ", "a", "%", "__", "'", '"', "\\", "& | !", "x" * 500, "-", "ق", "🦘🦘"]
)
def test_whatever_is_typed_is_answered(client, typed):
    published_practice(title="Interpreters at night")

    offered(client, typed)


def test_suggestions_ask_as_often_for_one_as_for_three(client):
    numbers = []
    house = InstitutionFactory()
    for more in (1, 2):
        for _ in range(more):
            published_practice(title="Numbers of numbness", tags=["number"], institution=house)
        client.get(SUGGEST, {"q": "numb"})  # stems are asked for once
        with CaptureQueriesContext(connection) as captured:
            client.get(SUGGEST, {"q": "numb", "again": more})
        numbers.append(len(captured))

    assert numbers[0] == numbers[1] <= 12
