"""The list of practices as people meet it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaborative.search import queries
from collaborative.search.terms import FACETS
from tests.factories import InstitutionFactory, PracticeFactory
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [" ".join(link.get_text().split()) for link in page.select("#found h3 a")]


def heading(page):
    return page.h1.get_text(strip=True)


def counts(page, facet):
    """value -> count, as read by a person."""
    boxes = page.select(f'#facet-lists input[name="{facet}"]')
    return {
        box["value"]: int(
            box.find_parent("label").select_one(".facet__count").find_all(string=True)[1]
        )
        for box in boxes
    }


@pytest.fixture
def lake():
    return InstitutionFactory(name="Lake Clinic", slug="lake-clinic")


@pytest.fixture
def prairie():
    return InstitutionFactory(name="Prairie Plan", slug="prairie-plan")


@pytest.fixture
def three(lake, prairie):
    """Three live practices that differ in every facet, and one draft that no stranger may see."""
    language = published_practice(
        title="Interpreters at night", institution=lake, scopes=["language-access"],
        tags=["interpreters"], stage="implemented", story="success",
    )  # fmt: skip
    data = published_practice(
        title="Asking about language", institution=lake,
        scopes=["data-collection-and-use", "language-access"],
        tags=["data"], stage="piloting", story="journey", need="Nobody asked.",
    )  # fmt: skip
    policy = published_practice(
        title="A bus line to the clinic", institution=prairie, scopes=["policy-advocacy"],
        tags=["buses"], stage="ended", story="attempt", ended_reason="The grant ended.",
        need="People had no way to come.", what_we_did="We asked for a bus.", result="It ran.",
    )  # fmt: skip
    PracticeFactory(title="Hidden draft", institution=lake, tags=["hiddentag"])
    return language, data, policy


def test_browse_lists_what_is_live_newest_first(client, three):
    page = page_of(client, "/practices/")

    assert titles(page) == [
        "A bus line to the clinic",
        "Asking about language",
        "Interpreters at night",
    ]
    assert heading(page) == "All 3 practices"
    assert len(page.find_all("h1")) == 1


def test_browse_values_of_one_facet_widen_and_facets_narrow(client, three):
    one = page_of(client, "/practices/?scope=language-access")
    two = page_of(client, "/practices/?scope=language-access&scope=policy-advocacy")
    narrowed = page_of(client, "/practices/?scope=language-access&stage=piloting")

    assert titles(one) == ["Asking about language", "Interpreters at night"]
    assert titles(two) == [
        "A bus line to the clinic", "Asking about language", "Interpreters at night",
    ]  # fmt: skip
    assert titles(narrowed) == ["Asking about language"]
    assert heading(one) == "Language access: 2 practices"
    assert heading(narrowed) == "Language access, Piloting: 1 practice"


def test_browse_counts_each_facet_without_its_own_choices(client, three):
    page = page_of(client, "/practices/?scope=language-access&institution=lake-clinic")

    scope = counts(page, "scope")
    assert {slug: number for slug, number in scope.items() if number} == {
        "data-collection-and-use": 1,
        "language-access": 2,
    }
    assert len(scope) == 11
    assert counts(page, "institution") == {"lake-clinic": 2, "prairie-plan": 0}
    assert counts(page, "tag") == {"interpreters": 1, "data": 1}
    assert counts(page, "wall") == {"within": 2, "beyond": 0}
    assert counts(page, "story")["journey"] == 1


def test_browse_finds_words_in_their_other_forms(client, three):
    page = page_of(client, "/practices/?q=interpreting+night")

    assert "Interpreters at night" in titles(page)
    assert heading(page).startswith("“interpreting night”: ")
    assert page.find("input", id="find-q")["value"] == "interpreting night"


def test_browse_sorts_by_title_and_keeps_the_sort_in_links(client, three):
    page = page_of(client, "/practices/?sort=title&scope=language-access&scope=policy-advocacy")

    assert titles(page)[0] == "A bus line to the clinic"
    first = page.select_one(".chosen__one")["href"]
    assert parse_qs(urlsplit(first).query) == {"scope": ["policy-advocacy"], "sort": ["title"]}


def test_browse_each_choice_can_be_taken_back(client, three):
    page = page_of(client, "/practices/?q=language&tag=data&wall=within")

    for cross in page.select('.chosen__one [aria-hidden="true"]'):
        cross.decompose()
    links = {link.get_text(" ", strip=True): link["href"] for link in page.select(".chosen__one")}
    assert links == {
        "Remove Words: “language”": "/practices/?wall=within&tag=data",
        "Remove Side of the walls: Within our walls": "/practices/?q=language&tag=data",
        "Remove Tag: data": "/practices/?q=language&wall=within",
    }


def test_browse_unknown_choices_find_nothing_and_say_so(client, three):
    page = page_of(client, "/practices/?scope=nowhere&institution=none&tag=zebra")
    text = page.select_one("#found").get_text(" ", strip=True)

    assert titles(page) == []
    assert heading(page) == "There is no area called “nowhere”"
    assert "There is no institution called “none”." in text
    assert "Nothing matches all of this" in text
    assert counts(page, "tag")["zebra"] == 0


def test_browse_says_that_words_are_too_common(client, three):
    page = page_of(client, "/practices/?q=the+and")

    assert titles(page) == []
    assert "These words are too common" in page.select_one("#found").get_text()


def test_browse_shows_what_a_visitor_typed_as_text_only(client, three):
    response = client.get("/practices/", {"q": "<script>alert(1)</script>", "tag": '"><b>x'})

    assert b"<script>alert" not in response.content
    assert b"<b>x" not in response.content


def test_browse_pages_end_where_the_list_ends(client, lake):
    for number in range(21):
        published_practice(title=f"Practice {number:02}", institution=lake)

    first = page_of(client, "/practices/?sort=title")
    second = page_of(client, "/practices/?sort=title&page=2")

    assert titles(first) == [f"Practice {number:02}" for number in range(20)]
    assert titles(second) == ["Practice 20"]
    assert second.select_one(".pagination a")["href"] == "?sort=title&page=1"
    assert client.get("/practices/?sort=title&page=3").status_code == 404


def test_browse_marks_drafts_of_the_own_institution_only(client_of, roles):
    live = published_practice(title="Live one", institution=roles.a)
    PracticeFactory(title="Draft of A", institution=roles.a, author=roles.authorA)

    own = page_of(client_of(roles.memberA), "/practices/")
    others = page_of(client_of(roles.memberB), "/practices/")

    assert titles(own) == ["Draft of A", "Live one"]
    draft = own.select_one(".practice-card--draft")
    assert draft.select_one(".badge").get_text(strip=True) == "Draft"
    assert titles(others) == [live.title]
    assert heading(own) == "All 2 practices"
    assert heading(others) == "1 practice"


def test_browse_works_as_a_plain_form(client, three):
    """Everything that htmx does, a submit does: one GET form with all names of the contract."""
    page = page_of(client, "/practices/")
    form = page.find("form", id="find")

    assert form["method"] == "get"
    assert form["action"] == "/practices/"
    names = {control["name"] for control in form.select("input[name], select[name]")}
    # Nobody has taken anything up yet: there is nothing to choose.
    assert names == {"q", "sort", *FACETS} - {"adopter"}
    assert all(box.find("legend") for box in form.find_all("fieldset"))
    assert form.find("button", type="submit")
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_browse_leaves_no_trace_with_a_visitor(client, three):
    response = client.get("/practices/?q=bus")

    assert not response.cookies
    assert response["Cache-Control"] == "public, no-cache"
    assert "Cookie" in response["Vary"]


def test_browse_asks_the_database_as_often_for_one_as_for_three(client, lake):
    numbers = []
    for wanted in (1, 3):
        while len(queries.newest(queries.SearchQuery(), user=None, most=9)) < wanted:
            published_practice(institution=lake)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/practices/?nothing={wanted}")
        numbers.append(len(captured))

    # The version of the cache, names of institutions and areas, what changed, the numbers of the
    # page, its rows; and, because this transaction has written, all sets anew.
    assert numbers == [7, 7]


def test_browse_of_a_member_asks_as_often_for_one_as_for_three(client_of, roles):
    member = client_of(roles.memberA)
    numbers = []
    for wanted in (1, 3):
        while len(queries.newest(queries.SearchQuery(), user=None, most=9)) < wanted:
            published_practice(institution=roles.a)
            PracticeFactory(institution=roles.a, author=roles.authorA)
        member.get("/practices/?q=interpreter")  # the stem of a word is asked for once
        with CaptureQueriesContext(connection) as captured:
            member.get("/practices/?q=interpreter&institution=heron-lake-health")
        numbers.append(len(captured))

    # Session, person, memberships, names of institutions and areas, what changed, whether the
    # vocabulary did, the order, the rows, their text; whether the reader follows the institution;
    # pages and meetings that hold the word; and, because this transaction has written, all sets
    # and both sets of the word anew.
    assert numbers == [17, 17]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("intepreters", "interpreters"), ("interpretor", "interpreter"),
        ("Interpeters nihgt", "interpreters night"), ("“interpeters", "interpreters"),
        ("hiddentga", None), ("qqwwxxzzvvkkjj", None), ('"intepreters"', None),
        ("interpreters -nihgt", None),
    ],
)  # fmt: skip
def test_a_slip_of_the_keys_finds_what_was_meant_and_says_so(client, three, typed, meant):
    page = page_of(client, f"/practices/?{urlencode({'q': typed, 'stage': 'implemented'})}")

    said = [one.strong.text for one in page.select(".mended")]
    assert said == (meant.split() if meant else [])
    if meant:
        assert titles(page) == ["Interpreters at night"]
        assert meant in heading(page)


def test_a_slip_that_only_a_draft_knows_is_met_for_its_own_people_alone(client_of, roles):
    """[DP13] What is offered is what the person can find: a draft's word is as unknown as any."""
    PracticeFactory(institution=roles.a, author=roles.authorA, title="Quokkas at night")
    published_practice(title="Quokkers on the ward", institution=roles.a, author=roles.authorA)

    own = page_of(client_of(roles.memberA), "/practices/?q=quokkas")
    other = page_of(client_of(roles.memberB), "/practices/?q=quokkas")

    assert (own.select(".mended"), titles(own)) == ([], ["Quokkas at night"])
    assert titles(other) == ["Quokkers on the ward"]
    assert [one.strong.text for one in other.select(".mended")] == ["quokkers"]


@pytest.mark.parametrize("number", [1, 3])
def test_a_slip_asks_the_database_the_same_for_any_number(client, three, number):
    for place in range(number):
        published_practice(title=f"Doulas number {place}")

    with CaptureQueriesContext(connection) as captured:
        page = page_of(client, "/practices/?q=duolas")

    assert [one.strong.text for one in page.select(".mended")] == ["doulas"]
    assert len(titles(page)) == number
    assert len(captured) <= 18  # in a transaction that has written, nothing is in memory


def test_what_is_not_there_is_said_in_the_heading(client, three):
    assert heading(page_of(client, "/practices/?scope=nonsense")) == (
        "There is no area called “nonsense”"
    )
    page = page_of(client, "/practices/?wall=up&scope=nonsense")
    assert heading(page) == "There is no side of the walls called “up”"
    assert "There is no area called “nonsense”." in page.select_one("#found").text
    both = page_of(client, "/practices/?scope=nonsense&scope=language-access")
    assert heading(both) == "Language access: 2 practices"


def test_a_tag_is_found_however_it_is_written(client, three):
    assert titles(page_of(client, "/practices/?tag=BUSES")) == ["A bus line to the clinic"]
    assert titles(page_of(client, "/practices/?tag=Hiddentag")) == []
    published_practice(title="Another", tags=["Buses"])
    assert titles(page_of(client, "/practices/?tag=Buses")) == ["Another"]
    assert titles(page_of(client, "/practices/?tag=buses")) == ["A bus line to the clinic"]


def test_words_typed_here_are_sorted_by_best_match(client, three):
    def sent(page):
        return page.select_one("#find-sort option[selected]")["value"]

    without = page_of(client, "/practices/")
    assert sent(without) == ""
    found = page_of(client, f"/practices/?q=interpreters&sort={sent(without)}")
    assert found.select_one("#find-sort option[selected]").text == "Best match"
    by_age = page_of(client, "/practices/?q=interpreters&sort=newest")
    assert sent(by_age) == "newest"
