"""The reviewers' list: what waits, since when, and what is new in it."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from practices import actions
from practices.models import Practice
from tests.factories import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def entries(client):
    page = BeautifulSoup(client.get("/desk/reviews/").content, "html.parser")
    return [one.get_text(" ", strip=True) for one in page.select(".entry")]


def submitted(roles, now, **words):
    practice = PracticeFactory(institution=roles.a, author=roles.authorA, **words)
    actions.submit(practice=practice, by=roles.authorA, now=now)
    return practice


def test_a_steward_sees_kind_clock_and_news_the_longest_waiting_first(roles, client_of, now):
    live = published_practice(
        institution=roles.a, author=roles.authorA, steward=roles.stewardA, title="Read by all",
        now=now - 9 * DAY,
    )  # fmt: skip
    words = {"title": "Read by more", "advice": "Ask first."}
    actions.save_draft(practice=live, by=roles.authorA, words=words, now=now)
    actions.submit(practice=live, by=roles.authorA, now=now - 2 * DAY)
    again = submitted(roles, now - 8 * DAY, title="Second try")
    actions.ask_for_changes(practice=again, by=roles.stewardA, note="More.", now=now)
    actions.save_draft(practice=again, by=roles.authorA, words={"need": "40."}, now=now)
    actions.submit(practice=again, by=roles.authorA, now=now - DAY)
    submitted(roles, now - 6 * DAY, title="First try")
    planned = submitted(roles, now - 7 * DAY, title="Said yes")
    actions.plan(practice=planned, by=roles.stewardA, publish_at=now + 3 * DAY, now=now)
    PracticeFactory(institution=roles.a, author=roles.authorA, title="Only begun")

    found = entries(client_of(roles.stewardA))

    assert [one.split(" New ")[0].split(" Handed ")[0] for one in found] == [
        "First try", "Read by more", "Second try", "Said yes Planned",
    ]  # fmt: skip
    assert "Handed in for the first time: 8 of" in found[0]
    assert "Waiting for 6 days" in found[0]
    assert "New version of a published practice: 2 answers changed" in found[1]
    assert "Handed in again: 1 answer changed since the last round" in found[2]
    assert "Waiting since yesterday" in found[2]
    assert "Will be published on" in found[3]


def test_others_see_their_own_or_what_nobody_answers(roles, client_of, now):
    submitted(roles, now - 20 * DAY, title="Zebra waits")
    for name in ("stewardB", "coord"):
        assert entries(client_of(getattr(roles, name))) == []
    for name in ("memberA", "authorA", "memberB", "nomember", "exA"):
        assert client_of(getattr(roles, name)).get("/desk/reviews/").status_code == 403
    assert client_of(None).get("/desk/reviews/").status_code == 302

    actions.route_unanswered(now=now)

    [line] = entries(client_of(roles.coord))
    assert line.startswith("Zebra waits No answer for two weeks")
    assert "See its stewards" in line
    assert entries(client_of(roles.stewardB)) == []
    [line] = entries(client_of(roles.siteadmin))
    assert "Review" in line
    assert "Zebra waits" in client_of(roles.coord).get("/desk/").content.decode()


def test_a_long_list_has_pages(roles, client_of, now):
    for number in range(21):
        submitted(roles, now - number * DAY, title=f"Number {number}")

    first, second = (
        client_of(roles.stewardA).get(f"/desk/reviews/?page={page}").content.decode()
        for page in (1, 2)
    )

    assert "21 practices" in first
    assert "Number 20" in first
    assert "Number 0<" not in first
    assert "Number 0<" in second


@pytest.mark.parametrize("who", ["stewardA", "coord"])
def test_the_list_asks_the_same_for_one_and_three(
    who, roles, client_of, django_assert_num_queries, now
):
    client = client_of(getattr(roles, who))
    client.get("/desk/reviews/")

    def add():
        back = submitted(roles, now - 15 * DAY, title="Second try")
        actions.ask_for_changes(practice=back, by=roles.stewardA, note="Why?", now=now)
        actions.submit(practice=back, by=roles.authorA, now=now)
        submitted(roles, now - 15 * DAY, title="First try")
        Practice.objects.update(routed_at=now)

    for number in (1, 2, 3):
        add()
        if number != 2:
            with django_assert_num_queries(6):
                client.get("/desk/reviews/")
