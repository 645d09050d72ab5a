"""“I want to …”: what readers get, and how coordinators write it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from collaborative.core.middleware.public_cache import read_version
from collaborative.search.models import Goal
from collaborative.search.params import SearchQuery
from collaborative.search.ways import actions
from tests.factories import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db
NOW = timezone.now()
FORM = {
    "words": "be heard", "heading": "Be understood", "address": "/practices/?q=voice",
    "is_shown": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_yet(request):
    if "first_goals" not in request.fixturenames:
        Goal.objects.all().delete()


@pytest.fixture
def first_goals():
    return list(Goal.objects.in_order())


@pytest.fixture
def abc(roles):
    """Three under one heading and one under another."""
    made = [
        actions.add_goal(
            words={"heading": heading, "words": words, "address": f"q={words}", "is_shown": True},
            by=roles.coord, now=NOW,
        )
        for heading, words in (("One", "a"), ("One", "b"), ("Two", "x"), ("One", "c"))
    ]  # fmt: skip
    return {goal.words: goal for goal in made}


def order():
    return [f"{goal.heading} {goal.words}" for goal in Goal.objects.in_order()]


def told(client):
    """Heading -> the goals below it with their numbers, as a reader gets them."""
    page = BeautifulSoup(client.get("/practices/goals/").content, "html.parser")
    return {
        part.h2.text: [
            (line.a.text, int(line.select_one(".goals__count").find(string=True)))
            for line in part.select("li")
        ]
        for part in page.select(".goals__part")
    }


# What there is to begin with -------------------------------------------------------------------
def test_there_are_goals_to_begin_with(first_goals):
    assert len(first_goals) == 24
    assert len({goal.heading for goal in first_goals}) == 6
    for goal in first_goals:
        assert not goal.query.is_empty, goal
        # Kept as the search itself writes it.
        assert goal.query.to_params() == goal.address
        assert goal.words[0].islower() or goal.words.startswith("Native")


# Constraints -----------------------------------------------------------------------------------
GOOD = {"heading": "One", "words": "a", "address": "q=a", "position": 1}


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        ({"words": ""}, "goal_says_what_is_wanted"),
        ({"heading": ""}, "goal_stands_under_a_heading"),
        ({"address": ""}, "goal_leads_to_a_search"),
    ],
)
def test_a_goal_that_lacks_something_is_refused(bad, name):
    Goal.objects.create(**GOOD)
    with transaction.atomic(), pytest.raises(IntegrityError, match=name):
        Goal.objects.create(**(GOOD | {"words": "b"} | bad))


def test_a_goal_is_said_once_in_any_case():
    Goal.objects.create(**GOOD)
    Goal.objects.create(**(GOOD | {"words": "other"}))
    with transaction.atomic(), pytest.raises(IntegrityError, match="goal_is_said_once"):
        Goal.objects.create(**(GOOD | {"words": "A"}))


# What readers get ------------------------------------------------------------------------------
def test_readers_get_what_is_shown_with_what_everybody_finds(roles, client_of):
    published_practice(title="Voices", tags=["quokka"], institution=roles.a, author=roles.authorA)
    PracticeFactory(title="Draft", tags=["quokka"], institution=roles.a, author=roles.authorA)
    Goal.objects.create(**(GOOD | {"address": "tag=quokka"}))
    Goal.objects.create(**(GOOD | {"words": "find nothing", "address": "q=zzzz"}))
    Goal.objects.create(**(GOOD | {"words": "hidden", "is_shown": False}))

    expected = {"One": [("I want to a", 1), ("I want to find nothing", 0)]}
    assert told(Client()) == expected
    assert told(client_of(roles.memberA)) == expected


def test_a_change_is_seen_at_once(abc, roles):
    client = Client()
    before = told(client)
    actions.move_goal(goal=abc["b"], up=True, by=roles.coord, now=NOW)
    actions.remove_goal(goal=abc["x"], by=roles.coord, now=NOW)

    assert list(before) == ["One", "Two"]
    assert told(client) == {"One": [("I want to b", 0), ("I want to a", 0), ("I want to c", 0)]}


# Writing ---------------------------------------------------------------------------------------
def test_goals_keep_together_under_their_headings(abc):
    assert order() == ["One a", "One b", "One c", "Two x"]
    assert [goal.position for goal in Goal.objects.in_order()] == [1, 2, 3, 4]


def test_goals_and_headings_move(abc, roles):
    def move(words, *, up):
        actions.move_goal(goal=abc[words], up=up, by=roles.coord, now=NOW)
        return order()

    assert move("c", up=True) == ["One a", "One c", "One b", "Two x"]
    assert move("a", up=True) == ["One a", "One c", "One b", "Two x"]
    assert move("b", up=False) == ["One a", "One c", "One b", "Two x"]
    actions.move_heading(heading="Two", up=True, by=roles.coord, now=NOW)
    assert order() == ["Two x", "One a", "One c", "One b"]
    actions.move_heading(heading="None such", up=True, by=roles.coord, now=NOW)
    assert order() == ["Two x", "One a", "One c", "One b"]


def test_a_goal_that_goes_to_another_heading_stands_last_there(abc, roles):
    words = {"heading": "Two", "words": "a", "address": "q=a", "is_shown": True}
    actions.change_goal(goal=abc["a"], words=words, sequence=1, by=roles.coord, now=NOW)

    assert order() == ["One b", "One c", "Two x", "Two a"]


def test_who_changes_what_another_has_changed_is_told(abc, roles):
    words = {"heading": "One", "words": "a", "address": "q=new", "is_shown": True}
    actions.change_goal(goal=abc["a"], words=words, sequence=1, by=roles.coord, now=NOW)
    before = read_version()

    with pytest.raises(actions.ChangedMeanwhile):
        actions.change_goal(goal=abc["a"], words=words, sequence=1, by=roles.coord, now=NOW)
    with pytest.raises(actions.SaidAlready):
        actions.change_goal(
            goal=abc["b"], words=words | {"words": "A"}, sequence=1, by=roles.coord, now=NOW
        )
    assert read_version() == before
    assert Goal.objects.get(pk=abc["a"].pk).address == "q=new"


def test_only_coordinators_write_and_the_log_tells_who(abc, roles):
    for who in (roles.memberA, roles.stewardA, roles.exA):
        with pytest.raises(PermissionDenied):
            actions.remove_goal(goal=abc["a"], by=who, now=NOW)
    actions.remove_goal(goal=abc["a"], by=roles.siteadmin, now=NOW)

    entries = ModelLogEntry.objects.filter(action__startswith="search.goal").order_by("pk")
    assert [(one.action, one.user) for one in entries][-2:] == [
        ("search.goal_added", roles.coord), ("search.goal_removed", roles.siteadmin),
    ]  # fmt: skip
    assert entries.last().data["words"] == "a"


def test_there_are_never_too_many(abc, roles, monkeypatch):
    monkeypatch.setattr(actions, "MOST_GOALS", 4)
    words = {"heading": "One", "words": "one more", "address": "q=a", "is_shown": True}
    with pytest.raises(actions.TooManyGoals):
        actions.add_goal(words=words, by=roles.coord, now=NOW)


# The pages of coordinators ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("https://portal.example.org/practices/?q=voice&page=2", "q=voice"),
        ("/practices/?stage=spread&q=voice", "q=voice&stage=spread"),
        ("?scope=language-access&unknown=1", "scope=language-access"),
        ("q=voice", "q=voice"),
    ],
)
def test_an_address_is_kept_as_the_search_writes_it(roles, client_of, pasted, kept):
    client = client_of(roles.coord)
    answer = client.post("/finding/goals/add/", FORM | {"address": pasted})

    assert answer.status_code == 302
    goal = Goal.objects.get()
    assert (goal.address, goal.words, goal.heading) == (kept, "be heard", "Be understood")
    assert client.get(goal.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"address": "https://portal.example.org/meetings/"}, "not the address of a search"),
        ({"address": "/practices/"}, "not the address of a search"),
        ({"address": "words without a search"}, "not the address of a search"),
        ({"address": "/practices/?scope=no-such-area"}, "asks for what is not there"),
        ({"address": "http://["}, "not the address of a search"),
        ({"words": ""}, "Write what somebody wants to do."),
        ({"words": "I want to "}, "Write what somebody wants to do."),
        ({"heading": " "}, "Write the heading"),
        ({"words": "x" * 141}, "140"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(roles, client_of, wrong, sentence):
    answer = client_of(roles.coord).post("/finding/goals/add/", FORM | wrong)
    page = BeautifulSoup(answer.content, "html.parser")

    assert answer.status_code == 400
    assert sentence in page.main.text
    sent = FORM | wrong
    assert page.select_one("#id_address")["value"] == sent["address"]
    assert not Goal.objects.exists()


def test_the_beginning_of_the_sentence_and_its_period_are_not_kept(roles, client_of):
    client_of(roles.coord).post("/finding/goals/add/", FORM | {"words": "I want to  be heard."})

    assert Goal.objects.get().words == "be heard"


def test_a_coordinator_sees_all_and_what_finds_nothing(abc, roles, client_of):
    Goal.objects.filter(words="b").update(is_shown=False)
    client = client_of(roles.coord)
    page = BeautifulSoup(client.get("/finding/goals/").content, "html.parser")
    lines = {line.a.text.removeprefix("I want to "): line for line in page.select(".entry")}

    assert list(lines) == ["a", "b", "c", "x"]
    assert lines["a"].select_one(".badge").text == "Finds nothing"
    assert lines["b"].select_one(".badge").text == "Not shown"
    twice = client.post("/finding/goals/add/", FORM | {"words": "A"})
    assert twice.status_code == 409
    assert "in the list already" in twice.content.decode()
    stale = client.post(abc["a"].get_edit_url(), FORM | {"sequence": "9"})
    assert stale.status_code == 409
    moved = client.post(f"{abc['c'].get_edit_url()}move/", {"to": "up"})
    assert moved.url == f"/finding/goals/#goal-{abc['c'].pk}"
    assert order() == ["One a", "One c", "One b", "Two x"]
    client.post("/finding/goals/move-heading/", {"heading": "Two", "to": "up"})
    assert order()[0] == "Two x"
    client.post(f"{abc['x'].get_edit_url()}remove/")
    assert not Goal.objects.filter(words="x").exists()


def test_words_stay_when_a_session_ended_meanwhile(roles, client_of):
    nobody = client_of(None).post("/finding/goals/add/", FORM)

    assert nobody.status_code == 403
    assert "be heard" in nobody.content.decode()
    assert not Goal.objects.exists()
    unsent = Client(enforce_csrf_checks=True)
    unsent.cookies = client_of(roles.coord).cookies
    answer = unsent.post("/finding/goals/add/", FORM, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Not kept yet" in answer.content.decode()
    assert "/practices/?q=voice" in answer.content.decode()


def test_a_search_is_read_from_a_goal():
    goal = Goal(**(GOOD | {"address": "q=a+b&scope=language-access"}))

    assert goal.query == SearchQuery(words="a b", scope=("language-access",))
    assert goal.get_absolute_url() == "/practices/?q=a+b&scope=language-access"
