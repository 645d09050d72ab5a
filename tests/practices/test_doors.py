"""Forged requests: each role tries each door; what it may not do leaves every column as it was."""

from __future__ import annotations

import pytest

from practices.models import Practice, Review
from tests.factories import InstitutionFactory
from tests.matrix import body_of
from tests.sign_in import sign_in

from .conftest import COMPLETE, row_of

pytestmark = pytest.mark.django_db
ROLES = ("anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA", "coord",
         "exA", "inactive", "siteadmin")  # fmt: skip
# Rows of docs/authorization.csv: anon, nomember, memberB, ... siteadmin.
ROWS = {
    "PP3": "L F F F F W W F F L W",
    "PP5": "L F F F F F W F F L W",
    "PP6": "L F F F F F W W F L W",
    "DP3": "H H H H F W W H H H W",
    "DP8": "H H H H F F W H H H W",
    "DP7": "H H H H F W W F H H W",  # a coordinator knows of what is submitted
    "DP7s": "H H H H F F W F H H W",
}
FORM = {**COMPLETE, "title": "Forged", "do": "save"}

TRIES = [
    # state, door, data, row
    ("draft", "edit", FORM, "DP3"),
    ("draft", "submit", {}, "DP3"),
    ("draft", "delete", {}, "DP3"),
    ("draft", "ask-changes", {"note": "Forged"}, "DP8"),
    ("draft", "publish", {}, "DP8"),
    ("submitted", "take-back", {}, "DP7"),
    ("submitted", "edit", FORM, "DP7"),
    ("submitted", "publish", {}, "DP7s"),
    ("submitted", "ask-changes", {"note": "Forged"}, "DP7s"),
    ("live", "edit", FORM, "PP3"),
    ("live with draft", "submit", {}, "PP3"),
    ("live submitted", "publish", {}, "PP5"),
    ("live submitted", "ask-changes", {"note": "Forged"}, "PP5"),
    ("live", "take-down", {"reason": "Forged"}, "PP6"),
]
# Allowed by role, refused by state: a sentence, and nothing changes.
REFUSED = {
    ("draft", "ask-changes"), ("draft", "publish"), ("submitted", "edit"),
}  # fmt: skip


def state_now(practice):
    row = Practice.objects.filter(pk=practice.pk).values().first()
    return row, list(Review.objects.values())


@pytest.mark.parametrize(("state", "door", "data", "row"), TRIES)
def test_each_role_at_each_door(state, door, data, row, state_of, roles, client_of):
    practice = state_of(state)
    url = f"/practices/{practice.slug}/{door}/"
    data = {**data, "revision": practice.latest_revision_id or 0}
    expected = dict(zip(ROLES, ROWS[row].split(), strict=True))

    for name in sorted(ROLES, key=lambda name: expected[name] == "W"):
        before = state_now(practice)
        answer = client_of(getattr(roles, name)).post(url, data)
        if name in {"anon", "inactive"}:
            # Nobody is asked to sign in, whether there is such a practice or not.
            unknown = client_of(None).post(f"/practices/draft-0000000000000000/{door}/", data)
            assert answer.status_code == unknown.status_code == 403, name
            assert body_of(answer) == body_of(unknown), name
            assert state_now(practice) == before, name
            continue
        if expected[name] != "W":
            assert state_now(practice) == before, name
        match expected[name]:
            case "H":
                assert answer.status_code == 404, name
            case "F":
                assert answer.status_code == 403, name
            case "W" if (state, door) in REFUSED:
                assert answer.status_code == 409, name
                assert state_now(practice) == before, name
            case "W":
                assert answer.status_code == 302, name
                assert state_now(practice) != before, name
                break


@pytest.mark.parametrize("name", ["authorA", "stewardA", "siteadmin"])
def test_whoever_may_write_can(name, state_of, roles, client_of):
    practice = state_of("draft")
    data = {**FORM, "revision": 0}

    answer = client_of(getattr(roles, name)).post(f"/practices/{practice.slug}/edit/", data)

    assert answer["Location"].startswith(f"/practices/{practice.slug}/edit/")
    assert Practice.objects.get(pk=practice.pk).title == "Forged"


@pytest.mark.parametrize("name", ["authorA", "stewardA", "siteadmin"])
def test_nobody_moves_a_practice_by_adding_fields_to_the_form(name, state_of, roles, client_of):
    practice = state_of("draft")
    data = {
        **FORM, "revision": 0, "institution": roles.b.pk, "institution_id": roles.b.pk,
        "author": roles.stewardB.pk, "live": "on", "workflow": "settled", "slug": "mine",
        "published_by": roles.authorA.pk,
    }  # fmt: skip

    client_of(getattr(roles, name)).post(f"/practices/{practice.slug}/edit/", data)

    kept = Practice.objects.get(pk=practice.pk)
    assert kept.title == "Forged"
    assert (kept.institution, kept.author, kept.live, kept.slug) == (
        roles.a, roles.authorA, False, practice.slug,
    )  # fmt: skip


def test_sharing_asks_for_an_institution_of_ones_own(roles, client_of):
    other = InstitutionFactory()
    expected = dict(zip(ROLES, "LFWWWWWFFLF", strict=True))
    for name in ROLES:
        client = client_of(getattr(roles, name))
        made = Practice.objects.count()
        page = client.get("/practices/share/")
        answer = client.post("/practices/share/", {"title": "New", "speaks_for": other.pk})
        if expected[name] == "W":
            assert Practice.objects.count() == made
            assert b"You do not belong to that institution" in answer.content
            assert b'value="New"' in answer.content
            answer = client.post("/practices/share/", {"title": "New"})
            practice = Practice.objects.latest("pk")
            assert answer["Location"] == practice.get_edit_url()
            assert practice.institution in {roles.a, roles.b}
            assert Practice.objects.count() == made + 1
            continue
        assert Practice.objects.count() == made
        if expected[name] == "L":
            assert (page.status_code, answer.status_code) == (302, 403)
            assert b"You were signed out" in answer.content
        else:
            assert (page.status_code, answer.status_code) == (200, 403)
            assert b"belong to one first" in page.content


@pytest.mark.parametrize("door", ["submit", "take-back", "ask-changes", "publish", "restore/1"])
def test_doors_that_change_things_are_not_opened_by_a_link(door, state_of, roles, client_of):
    practice = state_of("submitted")
    before = row_of(practice)

    answer = client_of(roles.stewardA).get(f"/practices/{practice.slug}/{door}/")

    assert answer.status_code == 405
    assert row_of(practice) == before


@pytest.mark.parametrize("door", ["take-down", "delete"])
def test_a_question_alone_changes_nothing(door, state_of, roles, client_of):
    practice = state_of("live" if door == "take-down" else "draft")
    before = row_of(practice)

    answer = client_of(roles.stewardA).get(f"/practices/{practice.slug}/{door}/")

    assert answer.status_code == 200
    assert row_of(practice) == before


def test_a_form_without_its_token_is_refused(state_of, roles):
    from django.test import Client

    practice = state_of("submitted")
    client = Client(enforce_csrf_checks=True)
    sign_in(client, roles.stewardA)
    before = row_of(practice)

    assert client.post(f"/practices/{practice.slug}/publish/").status_code == 403
    assert row_of(practice) == before
