"""The picture of spread: who gave to whom, and the counties with practices at work."""

from __future__ import annotations

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.core.minnesota import COUNTIES
from practices import actions, queries
from practices.models import Adoption, Practice
from practices.queries.counties import bounds_up_to
from tests.factories import InstitutionFactory, PracticeFactory, adopted, published_practice

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def counts():
    return {one.name: one.count for one in queries.county_map().counties if one.count}


def house(name, *counties):
    return InstitutionFactory(name=name, counties=list(counties))


# Counties ---------------------------------------------------------------------------------------
def test_every_county_is_drawn_once():
    assert sorted(one.name for one in queries.county_map().counties) == sorted(COUNTIES)
    assert all(re.fullmatch(r"M[-\d .lMz]+", one.path) for one in queries.county_map().counties)


def test_a_practice_is_at_work_where_it_says_or_else_where_its_institution_serves():
    giver = house("Giver", "Cook", "Saint Louis")
    published_practice(institution=giver)
    published_practice(institution=giver, counties=["Aitkin", "St. Louis"])

    assert counts() == {"Cook": 1, "St. Louis": 2, "Aitkin": 1}


def test_it_is_at_work_with_those_who_use_it_and_counts_once_a_county():
    practice = published_practice(institution=house("Giver", "Cook"))
    adopted(practice, house("Adopted it", "Lake", "Cook"), state="adopted")
    adopted(practice, house("Tries it", "Lake", "Pine"), state="trying")
    adopted(practice, house("Explores it", "Polk"), state="exploring")
    adopted(practice, house("Stopped", "Rock"), state="stopped", stopped_reason="Money.")

    assert counts() == {"Cook": 1, "Lake": 1, "Pine": 1}


def test_what_is_hidden_or_not_at_work_is_never_counted():
    practice = published_practice(institution=house("Giver", "Cook"))
    PracticeFactory(institution=house("Draft", "Lake"))
    adopted(practice, house("Unconfirmed", "Pine"), confirmed=False)
    published_practice(institution=house("Idea", "Rock"), stage="idea")
    ended = published_practice(
        institution=house("Ended", "Polk"), stage="ended", ended_reason="Money."
    )
    adopted(ended, house("Goes on", "Mower"))
    down = published_practice(institution=house("Down", "Clay"))
    adopted(down, house("Took what is down", "Swift"))
    steward = down.institution.memberships.stewards().get().user
    actions.take_down(practice=down, by=steward, reason="A name.", now=NOW)
    newer = published_practice(institution=house("Newer", "Todd"))
    actions.save_draft(practice=newer, by=newer.author, words={"counties": ["Winona"]}, now=NOW)

    assert counts() == {"Cook": 1, "Mower": 1, "Todd": 1}
    page = Client().get("/practices/spread/").content.decode()
    for name in ("Unconfirmed", "Took what is down", ">Draft<"):
        assert name not in page


@pytest.mark.parametrize(
    ("most", "bounds"),
    [(0, []), (1, [1]), (3, [1, 2, 3]), (4, [1, 2, 3, 4]), (5, [1, 2, 3, 5]), (16, [2, 4, 8, 16]),
     (10_000, [10, 100, 1000, 10_000])],
)  # fmt: skip
def test_shades_fit_the_numbers(most, bounds):
    assert bounds_up_to(most) == bounds


def test_shade_and_legend_agree():
    for _ in range(6):
        published_practice(institution=house(f"House {_}", "Cook"))
    published_practice(institution=house("Other", "Lake"))

    drawn = queries.county_map()
    level = {one.name: one.level for one in drawn.counties}
    assert (level["Cook"], level["Lake"], level["Pine"]) == (4, 1, 0)
    assert [step.label for step in drawn.legend] == ["None yet", "1 to 2", "3", "4", "5 to 6"]


# From whom to whom ------------------------------------------------------------------------------
def test_the_picture_and_the_table_say_the_same():
    giver, taker = house("Giver", "Cook"), house("Taker", "Lake")
    for number, state in enumerate(("adopted", "trying", "exploring")):
        practice = published_practice(institution=giver, title=f"Practice {number}")
        adopted(practice, taker, state=state)
    adopted(published_practice(institution=taker, title="Back"), giver, state="trying")

    drawn = queries.spread()

    told = [(one.giver.name, one.taker.name, one.says, one.kind, one.more) for one in drawn.links]
    assert told == [
        ("Giver", "Taker", "1 exploring, 1 trying, 1 adopted", "used", 1),
        ("Taker", "Giver", "1 trying", "tried", 0),
    ]
    assert [line.title for line in drawn.lines] == [
        "Giver to Taker: 1 exploring, 1 trying, 1 adopted", "Taker to Giver: 1 trying"]  # fmt: skip
    page = Client().get("/practices/spread/").content.decode()
    assert page.count('<tr><td data-head="From"><a') == len(drawn.lines) == 2
    assert page.count('class="spread__line spread__line--') == 2 + 3  # with the legend
    for line in drawn.lines:
        assert f"<title>{line.title}</title>" in page


def test_it_is_drawn_the_same_way_each_time():
    houses = [house(f"House {number}", "Cook") for number in range(6)]
    practices = [published_practice(institution=one) for one in houses]
    for number, practice in enumerate(practices):
        adopted(practice, houses[number - 1])
        adopted(practice, houses[number - 2])

    assert queries.spread() == queries.spread()
    assert len({node.y for node in queries.spread().givers}) == 6


def test_nobody_has_taken_up_anything():
    page = Client().get("/practices/spread/").content.decode()

    assert "Nobody has taken up a practice yet" in page
    assert "Aitkin County: no practice at work" in page


def test_the_page_asks_the_same_for_one_and_three_and_sets_no_cookie():
    numbers = []
    for number in range(3):
        adopted(published_practice(institution=house(f"G{number}", "Cook")))
        with CaptureQueriesContext(connection) as seen:
            answer = Client().get("/practices/spread/")
        numbers.append(len(seen))

    assert (numbers[0], numbers[2]) == (4, 4)
    assert (answer.status_code, answer.cookies, answer.headers["Cache-Control"]) == (
        200, {}, "public, no-cache")  # fmt: skip


def test_the_page_stays_light_however_much_is_taken_up():
    counties = list(COUNTIES)
    houses = [
        house(f"{'Long Name of an Institution ' * 3}{number}", *counties) for number in range(18)
    ]
    titles = "A title as long as a title may be, which is one hundred and forty signs and so "
    for number, giver in enumerate(houses):
        practice = published_practice(institution=giver, title=f"{titles}{number}")
        takers = houses[number + 1 : number + 8]
        how = {"reported_by": practice.author, "reported_at": NOW, "confirmed_at": NOW}
        how |= {"confirmed_by": practice.author, "public_since": NOW, "state": "adopted"}
        Adoption.objects.bulk_create(
            Adoption(practice=practice, institution=taker, **how) for taker in takers
        )

    drawn, page = queries.spread(), Client().get("/practices/spread/").content

    assert (len(drawn.links), drawn.is_cut) == (60, True)
    assert f"the 60 pairs with most, of {drawn.total}" in page.decode()
    assert len(page) < 120_000
    assert len(gzip.compress(page)) < 40_000


# Most adopted -----------------------------------------------------------------------------------
def test_most_adopted_sorts_lists_and_the_api():
    published_practice(title="Unused")
    often, once = published_practice(title="Often"), published_practice(title="Once")
    gone = published_practice(title="Gone")
    for _ in range(2):
        adopted(often)
    adopted(once)
    for _ in range(3):
        adopted(gone, state="stopped", stopped_reason="Money.")
        adopted(gone, confirmed=False)

    api = Client().get("/api/v1/practices?sort=adopted").json()["results"]
    assert [(one["title"], one["adopters"]) for one in api] == [
        ("Often", 2), ("Once", 1), ("Gone", 0), ("Unused", 0)]  # fmt: skip
    page = Client().get("/practices/?sort=adopted").content.decode()
    assert re.findall(r'practice-card__title"><a[^>]*>(\w+)', page) == [
        "Often", "Once", "Gone", "Unused"]  # fmt: skip
    detail = Client().get(f"/api/v1/practices/{once.slug}").json()["adoptions"]
    assert [(one["state"], one["institution"]["name"]) for one in detail] == [
        ("adopted", once.adoptions.get().institution.name)]  # fmt: skip


def test_no_practice_takes_the_address_of_the_picture():
    assert published_practice(title="Spread").slug == "practice-spread"
    assert Practice.objects.get().adopters == 0
