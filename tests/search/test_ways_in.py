"""The ways in beside the search: gap map, goals, comparing, what suits an institution."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.search.models import Goal
from collaborative.search.ways import likeness
from collaborative.search.ways.counting import Choice, cross
from collaborative.search.ways.likeness import Like, fitting
from practices import actions
from practices.models import ScopeArea
from tests.factories import InstitutionFactory, PracticeFactory, adopted, published_practice
from tests.matrix import body_of
from tests.practices.every_answer import every_answer

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
NOW = timezone.now()


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ", strip=True).split())


# The gap map -----------------------------------------------------------------------------------
def sheet(which):
    text = Client().get(f"/practices/gaps/{which}.csv").content.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    return {line[0]: dict(zip(head[1:], line[1:], strict=True)) for line in lines}


def counted(which):
    """Only what is not zero: line -> area -> number."""
    found = {}
    for line, cells in sheet(which).items():
        if told := {area: int(number) for area, number in cells.items() if int(number)}:
            found[line] = told
    return found


LANGUAGE, POLICY = "Language access", "Policy advocacy"


def test_a_practice_counts_for_each_group_it_names_and_once_in_any_area():
    published_practice(
        scopes=["language-access", "policy-advocacy"], populations=["black", "asian"],
        minnesota_groups=["somali", "hmong"],
    )  # fmt: skip
    published_practice(scopes=["language-access"], minnesota_groups=["somali"])
    published_practice(scopes=["language-access"])

    both = {LANGUAGE: 1, POLICY: 1, "Any area": 1}
    assert counted("people") == {
        "Asian": both,
        "Black or African American": both,
        "Hmong": both,
        "Somali": {LANGUAGE: 2, POLICY: 1, "Any area": 2},
        "All practices": {LANGUAGE: 3, POLICY: 1, "Any area": 3},
    }
    said = words(page_of(Client(), "/practices/gaps/").select_one("[aria-labelledby=people]"))
    assert "1 of 3 practices name no group" not in said
    assert "1 of 3 practices names no group" in said


def test_a_practice_counts_once_a_region_and_where_its_institution_serves_if_it_names_none():
    serves = InstitutionFactory(counties=["Saint Louis", "Cook", "Pine County"])
    published_practice(institution=serves)
    published_practice(institution=serves, counties=["Cook", "Lake", "Stearns"])
    published_practice(institution=InstitutionFactory(counties=[]))

    one = {LANGUAGE: 1, "Any area": 1}
    assert counted("regions") == {
        "Arrowhead": {LANGUAGE: 2, "Any area": 2},
        "East Central": one,
        "Central": one,
        "All practices": {LANGUAGE: 3, "Any area": 3},
    }


def test_only_what_is_live_is_counted():
    fit = {"minnesota_groups": ["karen"], "counties": ["Cook"]}
    live = published_practice(scopes=["language-access"], **fit)
    before = counted("people"), counted("regions")
    PracticeFactory(**fit)
    actions.save_draft(
        practice=live, by=live.author, words={"minnesota_groups": ["lao"], "counties": ["Pine"]},
        now=NOW,
    )  # fmt: skip
    down = published_practice(**fit)
    steward = down.institution.memberships.stewards().get().user
    actions.take_down(practice=down, by=steward, reason="A name.", now=NOW)

    assert (counted("people"), counted("regions")) == before
    assert before[0]["Karen"] == {LANGUAGE: 1, "Any area": 1}


def test_numbers_lead_to_the_practices_and_zeros_to_where_one_can_help(roles, client_of):
    published_practice(scopes=["language-access"], minnesota_groups=["somali"], counties=["Cook"])
    published_practice(scopes=["policy-advocacy"], minnesota_groups=["karen"], counties=["Pine"])
    page = page_of(Client(), "/practices/gaps/")
    people, regions = page.select("table")

    def cell(table, line, area):
        row = next(one for one in table.select("tr") if one.th and words(one.th) == line)
        return row.select_one(f'td[data-head="{area}"]').a

    assert cell(people, "Somali", LANGUAGE)["href"] == (
        "/practices/?scope=language-access&population=somali"
    )
    assert cell(regions, "East Central", POLICY)["href"] == (
        "/practices/?scope=policy-advocacy&county=chisago&county=isanti&county=kanabec"
        "&county=mille-lacs&county=pine"
    )
    zero = cell(people, "Karen", LANGUAGE)
    assert words(zero).startswith("0 ")
    assert zero["href"] in {
        "/practices/share/", "/practices/ask/?scope=language-access&population=karen",
    }  # fmt: skip
    missing = [words(one.strong.parent) for one in page.select("#people ~ ul li")]
    assert missing[0].startswith("Language access , Karen")
    # Heads of lines, of areas and of the two sides of the walls are said as such.
    assert [words(one) for one in people.select('thead th[scope="colgroup"]')] == [
        "Within our walls", "Beyond our walls",
    ]  # fmt: skip
    assert len(people.select('thead th[scope="col"]')) == 13
    assert len(people.select('tbody th[scope="row"]')) == 18
    assert len(regions.select('tbody th[scope="row"]')) == 13
    # A member reads the same numbers.
    mine = page_of(client_of(roles.memberA), "/practices/gaps/")
    assert [str(table) for table in mine.select("table")] == [str(people), str(regions)]


def test_cross_counts_a_practice_once_however_many_values_fit():
    published_practice(scopes=["language-access"], counties=["Cook", "Lake"])
    found = cross(
        NOBODY,
        [Choice("county", ("cook", "lake")), Choice("county", ("nowhere",))],
        [Choice("scope", ("language-access", "policy-advocacy"))],
    )

    assert (found.both(0, 0), found.in_row(0), found.in_row(1), found.all) == (1, 1, 0, 1)


def test_there_is_no_third_table():
    assert Client().get("/practices/gaps/nothing.csv").status_code == 404


# Comparing -------------------------------------------------------------------------------------
def rows_of(page):
    """Question -> what each of them answers, of those that differ."""
    return {
        words(row.th): [words(cell) for cell in row.select("td")]
        for row in page.select(".compare__table tbody tr")
        if row.td
    }


def test_two_practices_stand_side_by_side_and_what_is_the_same_is_folded():
    one = published_practice(
        title="One", languages=["so", "en"], start_up_cost=2_000, cost_year=2024, fte="1.5",
        study_design="randomized", consistency="consistent", licence="CC-BY-4.0",
        resources=[{"what": "A nurse", "of": "people", "kind": "core"}],
        measures=[
            {"measure": "Screened", "group": "All", "baseline": "56%", "follow_up": "71%",
             "follow_up_when": "2024", "people": "800"},
            {"measure": "Screened", "group": "Few", "baseline": "50%", "follow_up": "60%",
             "people": "9"},
        ],
    )  # fmt: skip
    other = published_practice(title="Other", languages=["so", "en"], licence="CC0-1.0")
    adopted(one, InstitutionFactory(name="Taker"))
    page = page_of(Client(), f"/practices/compare/?p={one.slug}&p={other.slug}")

    rows = rows_of(page)
    assert [words(head) for head in page.select(".compare__table thead th")] == [
        "Question", "One", "Other",
    ]  # fmt: skip
    assert rows["To start"] == ["$2,000 (in 2024 dollars)", "Not told"]
    assert rows["Staff"] == ["1.5 full-time posts (FTE)", "Not told"]
    assert rows["Used by others"] == ["Taker", "Not told"]
    assert rows["People, processes and tools"] == ["A nurse (People; Core)", "Not told"]
    assert rows["Evidence"][0].startswith("Strong.")
    assert rows["What was measured"][0] == (
        "Screened, All: before 56%, after 71% (2024) Screened, Few: Too few people to show safely"
    )
    assert "Languages" not in rows
    assert "Need" not in rows
    same = {words(one.dt): words(one.dd) for one in page.select(".compare__same dl > div")}
    assert same["Languages"] == "Somali, English"
    assert same["Who pays"] == "Not told"
    outs = [link["href"] for link in page.select(".compare__out")]
    assert outs == [f"/practices/compare/?p={other.slug}", f"/practices/compare/?p={one.slug}"]


def test_up_to_three_are_compared_each_once_in_the_order_of_the_address():
    made = [published_practice(title=f"Number {n}", need=f"Need {n}") for n in range(4)]
    address = "&".join(f"p={one.slug}" for one in (made[2], made[0], made[2], made[1], made[3]))
    page = page_of(Client(), f"/practices/compare/?{address}")

    assert [words(head) for head in page.select(".compare__table thead th")][1:] == [
        "Number 2", "Number 0", "Number 1",
    ]  # fmt: skip
    assert "the first three are shown" in words(page.main)
    assert page.select("#compare-q") == []


def test_one_alone_offers_what_is_near_and_what_is_found():
    one = published_practice(title="One", tags=["rides"])
    near = published_practice(title="Near", tags=["rides"])
    one.refresh_from_db()
    far = published_practice(title="Zebra crossing", tags=["roads"], scopes=["policy-advocacy"])
    page = page_of(Client(), f"/practices/compare/?p={one.slug}&q=zebra")

    links = {words(link): link["href"] for link in page.select(".compare__more .entry a.button")}
    assert links == {
        "Compare : Near": f"/practices/compare/?p={one.slug}&p={near.slug}",
        "Compare : Zebra crossing": f"/practices/compare/?p={one.slug}&p={far.slug}",
    }
    assert page.select("table") == []


def test_what_one_may_not_see_is_as_unknown_as_what_is_not_there(roles, client_of):
    live = published_practice(title="Live", institution=roles.a, author=roles.authorA)
    draft = PracticeFactory(title="Quokka", institution=roles.a, author=roles.authorA)
    down = published_practice(title="Gone", institution=roles.a, author=roles.authorA)
    before = down.slug
    actions.take_down(practice=down, by=roles.stewardA, reason="A name.", now=NOW)

    def seen(user, slug):
        page = page_of(client_of(user), f"/practices/compare/?p={live.slug}&p={slug}")
        return [words(one.a) for one in page.select(".compare__chosen li")]

    assert seen(roles.memberA, draft.slug) == ["Live", "Quokka"]
    for who in (None, roles.memberB, roles.stewardB, roles.coord, roles.exA):
        for slug in (draft.slug, before, "nothing-of-that-name"):
            assert seen(who, slug) == ["Live"]
    hidden, nothing = (
        body_of(
            client_of(roles.memberB).get(f"/practices/compare/?p={live.slug}&p={slug}")
        ).decode()
        for slug in (draft.slug, "draft-0000000000000000")
    )
    assert hidden.replace(draft.slug, "…") == nothing.replace("draft-0000000000000000", "…")


def test_a_former_address_is_understood():
    moved = published_practice(title="Before")
    actions.save_draft(practice=moved, by=moved.author, words={"title": "After"}, now=NOW)
    moved.refresh_from_db()
    published_practice(moved)
    page = page_of(Client(), "/practices/compare/?p=before")

    assert [words(one.a) for one in page.select(".compare__chosen li")] == ["After"]


# For an institution like mine ------------------------------------------------------------------
def test_practices_are_ranked_by_what_they_have_in_common_and_say_why():
    all_of_it = published_practice(
        counties=["Stearns"], organization_size="small", care_settings=["primary-care", "dental"],
        languages=["so", "en"],
    )  # fmt: skip
    nearby = published_practice(counties=["Benton"], organization_size="medium")
    serves = published_practice(institution=InstitutionFactory(counties=["Stearns"]))
    spoken = published_practice(languages=["so", "es", "hmn", "en"])
    published_practice(counties=["Cook"], organization_size="very-large", languages=["en"])
    PracticeFactory(counties=["Stearns"], organization_size="small")

    found = [
        (one.pk, one.points, one.why)
        for one in fitting(
            Like("small", ("primary-care",), ("Stearns",), ("en", "so", "es", "hmn"))
        )
    ]

    assert found == [
        (all_of_it.pk, 11,
         "Also in Stearns County · also a small organization · Primary care clinic · Somali"),
        (spoken.pk, 4, "Somali, Spanish and 1 more"),
        (serves.pk, 4, "Also in Stearns County"),
        (nearby.pk, 3, "Nearby, in Benton County · nearly your size: medium-sized organization"),
    ]  # fmt: skip


def test_the_page_says_what_is_wrong_and_uses_the_rest():
    practice = published_practice(title="In Cook", counties=["Cook"])
    page = page_of(Client(), "/practices/like-mine/?counties=Cook&size=huge&setting=nowhere")
    wrong = page_of(Client(), "/practices/like-mine/?counties=Cook,Atlantis&region=arrowhead")

    assert [words(one) for one in page.select(".like__fit h3")] == [practice.title]
    assert page.select_one(".error-summary") is not None
    assert "Not a county of Minnesota: “Atlantis”." in words(wrong.main)
    assert [words(one) for one in wrong.select(".like__why")] == ["Why: Also in Cook County"]


def test_a_member_finds_the_own_institution_filled_in_and_nobody_else_does(roles, client_of):
    roles.a.counties, roles.a.employees, roles.a.kind = ["Stearns"], "under 100", "clinic"
    roles.a.save()
    published_practice(institution=roles.a, author=roles.authorA, languages=["so", "en"])
    PracticeFactory(institution=roles.a, author=roles.authorA, languages=["lo"])
    member = page_of(client_of(roles.memberA), "/practices/like-mine/")
    stranger = client_of(None).get("/practices/like-mine/")
    shared = "/practices/like-mine/?size=small&counties=Stearns"

    def filled(page):
        form = page.select_one("form.like")
        return (
            form.select_one("option[selected]")["value"],
            form.select_one("#id_counties").get("value"),
            [box["value"] for box in form.select("input[checked]")],
        )

    assert filled(member) == ("small", "Stearns", ["primary-care", "so"])
    assert len(member.select(".like__fit")) == 1
    assert roles.a.name not in stranger.content.decode()
    assert not stranger.cookies
    assert page_of(client_of(None), shared).select(".like__fit") == page_of(
        client_of(roles.memberA), shared
    ).select(".like__fit")


def test_never_more_than_so_many_are_ranked(monkeypatch):
    monkeypatch.setattr(likeness, "MOST_RANKED", 2)
    for number in range(4):
        published_practice(title=f"Number {number}", languages=["so"])

    assert len(fitting(Like(languages=("so",)))) == 2


# All of them -----------------------------------------------------------------------------------
def test_the_pages_ask_the_same_for_one_and_three(roles, client_of):
    Goal.objects.exclude(pk=Goal.objects.first().pk).delete()
    made = []

    def add(number):
        words = every_answer(lambda longest: "Word " * (longest // 6), lambda: "https://a.example")
        practice = published_practice(
            institution=InstitutionFactory(counties=["Cook", "Lake"]),
            **(words | {"title": f"Number {number}", "scopes": ["language-access"]}),
        )
        adopted(practice, InstitutionFactory())
        made.append(practice.slug)
        Goal.objects.create(
            heading=f"Heading {number}", words=f"goal {number}", position=number,
            address=f"q=word&scope=language-access&stage=spread&tag=tag{number}",
        )  # fmt: skip

    def counts(user):
        compared = "&".join(f"p={slug}" for slug in (*made, made[0])[:2])
        pages = [
            "/practices/gaps/", "/practices/gaps/people.csv", "/practices/gaps/regions.csv",
            "/practices/goals/", "/practices/like-mine/?size=small&counties=Cook&language=so",
            f"/practices/compare/?{compared}&q=number",
        ]  # fmt: skip
        if user == roles.coord:
            goal = Goal.objects.in_order().first()
            pages += ["/finding/goals/", "/finding/goals/add/", goal.get_edit_url()]
        found = {}
        for address in pages:
            client_of(user).get(address)
            reader = client_of(user)
            with CaptureQueriesContext(connection) as asked:
                assert reader.get(address).status_code == 200
            found[address.split("?")[0]] = len(asked)
        return found

    add(1)
    add(2)
    few = {user: counts(user) for user in (None, roles.coord)}
    for number in (3, 4, 5):
        add(number)

    assert {user: counts(user) for user in (None, roles.coord)} == few
    assert list(few[None].values()) == [6, 4, 4, 6, 4, 14]


def test_no_page_sets_a_cookie_and_each_is_kept_for_strangers():
    practice = published_practice()
    for address in (
        "/practices/gaps/", "/practices/goals/", "/practices/like-mine/?size=small",
        f"/practices/compare/?p={practice.slug}",
    ):  # fmt: skip
        client = Client()
        first = client.get(address)
        with CaptureQueriesContext(connection) as asked:
            again = client.get(address)
        assert not first.cookies
        assert again.content == first.content
        assert again["Cache-Control"] == "public, no-cache"
        assert len(asked) == 1  # the public version


def test_areas_that_the_charter_adds_are_in_the_map():
    ScopeArea.objects.create(
        slug="new-area", name="A new area", short_name="New", wall="beyond", position=99
    )
    published_practice(scopes=["new-area"], minnesota_groups=["lao"])

    assert counted("people")["Lao"] == {"A new area": 1, "Any area": 1}


@pytest.mark.parametrize(
    "address",
    [
        "/practices/compare/?" + "&".join(f"p=x{n}" for n in range(500)),
        "/practices/compare/?p=%E2%80%AE&q=%22%22%22",
        "/practices/compare/?p=" + "a" * 3_000,
        "/practices/like-mine/?counties=" + "a," * 1_500,
        "/practices/like-mine/?" + "&".join(f"language=x{n}" for n in range(500)),
        "/practices/like-mine/?institution=nobody",
    ],
)
def test_bad_input_gets_a_page(address):
    assert Client().get(address).status_code == 200
