"""Where a practice stands, where it stood, and what an address must not tell."""

from __future__ import annotations

import pytest
from django.utils import timezone

from practices import actions
from practices.actions._addresses import RESERVED_SLUGS
from practices.models import FormerAddress, Practice
from tests.factories import published_practice
from tests.url_map import patterns

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def fresh(practice):
    return Practice.objects.get(pk=practice.pk)


def retitle(practice, roles, title):
    actions.save_draft(practice=fresh(practice), by=roles.authorA, words={"title": title}, now=NOW)
    actions.submit(practice=fresh(practice), by=roles.authorA, now=NOW)
    actions.publish(practice=fresh(practice), by=roles.stewardA, now=NOW)
    return fresh(practice)


def take_down(practice, roles):
    actions.take_down(practice=fresh(practice), by=roles.stewardA, reason="A name.", now=NOW)


def test_a_new_title_moves_the_address_and_the_old_one_leads_on(roles, state_of, client):
    practice = retitle(state_of("live", title="Night interpreters"), roles, "Interpreters at night")

    assert practice.slug == "interpreters-at-night"
    led = client.get("/practices/night-interpreters/")
    assert (led.status_code, led["Location"]) == (302, "/practices/interpreters-at-night/")
    assert client.get("/api/v1/practices/night-interpreters").json()["slug"] == practice.slug
    assert b"night-interpreters" not in client.get("/sitemap.xml").content

    back = retitle(practice, roles, "Night interpreters")
    assert back.slug == "night-interpreters"
    assert client.get("/practices/interpreters-at-night/")["Location"] == back.get_absolute_url()
    assert FormerAddress.objects.count() == 1


def test_a_draft_of_a_new_title_moves_nothing(roles, state_of, client):
    practice = state_of("live", title="Night interpreters")
    words = {"title": "Zebra interpreters"}
    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=NOW)

    assert client.get("/practices/night-interpreters/").status_code == 200
    assert client.get("/practices/zebra-interpreters/").status_code == 404


def test_punctuation_alone_moves_nothing(roles, state_of):
    practice = retitle(state_of("live", title="Night interpreters"), roles, "Night interpreters!")

    assert practice.slug == "night-interpreters"
    assert not FormerAddress.objects.exists()


def test_a_title_that_asks_for_the_address_it_has_moves_nothing(roles, state_of):
    published_practice(title="Night interpreters")
    second = state_of("live", title="Night interpreters")
    assert second.slug == "night-interpreters-2"

    assert retitle(second, roles, "Night interpreters 2").slug == "night-interpreters-2"
    assert not FormerAddress.objects.exists()


def test_a_former_address_is_given_to_nobody_else(roles, state_of, client):
    retitle(state_of("live", title="Night interpreters"), roles, "Interpreters at night")

    assert published_practice(title="Night interpreters").slug == "night-interpreters-2"
    assert client.get("/practices/night-interpreters/")["Location"] == (
        "/practices/interpreters-at-night/"
    )


def test_an_address_that_had_to_go_leads_nowhere(roles, state_of, client):
    practice = state_of("live", title="How Amina Yusuf was helped")
    practice = retitle(practice, roles, "How Amina of Ely was helped")
    gone = ("/practices/how-amina-yusuf-was-helped/", practice.get_absolute_url())
    take_down(practice, roles)

    mended = retitle(practice, roles, "How one family was helped")
    assert mended.slug == "how-one-family-was-helped"
    for old in gone:
        answer = client.get(old)
        assert (answer.status_code, b"family" in answer.content) == (404, False)
    for path in ("/sitemap.xml", "/feeds/practices.atom", "/practices/"):
        assert b"amina" not in client.get(path).content


def test_a_hidden_address_is_not_told_by_the_next_one_with_that_title(roles, state_of):
    hidden = state_of("live", title="Night interpreters")
    take_down(hidden, roles)
    state_of("draft", title="Night interpreters")

    assert published_practice(title="Night interpreters").slug == "night-interpreters"
    assert retitle(hidden, roles, "Night interpreters").slug == "night-interpreters-2"


def test_no_title_takes_the_place_of_a_page():
    """Whatever stands below /practices/ by a word is reserved."""
    words = {route.split("/")[1] for _, route in patterns() if route.startswith("practices/")}
    assert {word for word in words if word and "<" not in word} == set(RESERVED_SLUGS)
