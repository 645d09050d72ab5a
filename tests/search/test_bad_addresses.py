"""No address breaks a list: it is understood, or it is a 400 or 404."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collaborative.search.params import LONGEST_WORDS, MOST_VALUES, SearchQuery
from collaborative.search.terms import FACETS, KIND
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db

FREE = {"tag", "year"}
LISTS = ["/practices/", "/feeds/practices.atom", "/api/v1/practices", "/practices/export.csv"]
ABSURD = [
    ("page=99999999", {200, 404}),
    ("page=" + "9" * 5000, {200, 404, 400}),
    ("page=-1", {200, 404, 400}),
    ("page=0", {200, 404, 400}),
    ("page=one", {200, 404, 400}),
    ("page=1.5", {200, 404, 400}),
    ("page=%D9%A3", {200, 404, 400}),
    ("q=" + "a" * 100_000, {400}),
    ("q=" + "a+" * 3000, {200}),
    ("q=%00", {400}),
    ("q=%ff%fe", {400}),
    ("q=%ED%A0%80", {400}),
    ("scope=%00", {400}),
    ("q=%26+%7C+%21+%28+%29+%3A%2A", {200}),
    ("q=%22%22%22", {200}),
    ("q=-", {200}),
    ("q=-interpreters", {200}),
    ("q=or+or+or", {200}),
    ("q='; DROP TABLE practices_practice; --", {200}),
    ("q=%25s%25%25", {200}),
    ("&".join(f"{facet}=%27%22%3C%25s{{}}" for facet in FACETS), {200}),
    ("&".join(f"{facet}=%00" for facet in FACETS), {400}),
    ("&".join(f"{facet}={'x' * 300}" for facet in FACETS), {200}),
    ("tag=%25s&institution=%25s&stage=%25s&story=%25s&scope=%25s&wall=%25s", {200}),
    ("tag={}&tag=%7B%22%7D&tag=%5C", {200}),
    ("scope=" + "&scope=".join(f"s{n}" for n in range(700)), {200}),
    ("&".join(f"x{n}=1" for n in range(1100)), {200, 400}),
    ("sort=nonsense&wall=middle", {200}),
    ("=&&==&q", {200}),
    ("q[]=1&scope[0]=x", {200}),
]


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(("query", "allowed"), ABSURD)
def test_absurd_addresses_are_answered(client, address, query, allowed):
    published_practice()

    response = client.get(f"{address}?{query}")

    assert response.status_code in allowed, (response.status_code, query[:60])


@pytest.mark.parametrize("page", ["99999999", "9" * 5000, "-1", "0", "one", "2"])
def test_pages_that_are_not_there_are_not_found(client, page):
    published_practice()

    response = client.get(f"/practices/?page={page}")

    assert response.status_code == 404
    assert b"no such page" in response.content


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", *FACETS, "sort", "page"]),
            st.text(max_size=60),
        ),
        max_size=6,
    )
)
def test_no_address_is_a_server_error(client, pairs):
    query = "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in pairs)
    for address in LISTS:
        assert client.get(f"{address}?{query}").status_code in {200, 400, 404}


def test_lists_are_read_only(client):
    assert client.post("/practices/").status_code == 405
    assert client.post("/feeds/practices.atom").status_code == 405
    assert client.delete("/api/v1/practices").status_code == 405


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("q=" + "a" * 100_000, 400, "We could not read that request"),
        ("q=" + "rides+" * 900, 200, "we looked for its first 200 characters"),
        ("q=%26+%7C+%21+%28+%29+%3A%2A", 200, "too common to look for"),
        ("q=the+and+of", 200, "too common to look for"),
        ("q=%22the%22+-and", 200, "too common to look for"),
        ("q=%22interpreter+%22+%22", 200, "1 practice"),
        ("q=interpreter+%22", 200, "1 practice"),
        ("q=%00", 400, "We could not read that request"),
        ("q=%E2%80%AEinterpreter%E2%80%AC", 200, "1 practice"),
        ("&".join(f"tag=t{n}" for n in range(500)), 200, "the first 30 of each kind count"),
        ("&".join(f"scope={'s' * 30}{n}" for n in range(500)), 400, "We could not read"),
        ("page=1e999", 404, "There is no such page"),
        ("page=51", 404, "There is no such page"),
        ("page=999999999", 404, "There is no such page"),
        ("q=zzzzqqqq", 200, "Nothing matches all of this"),
    ],
)
def test_bad_input_is_met_with_a_sentence(client, query, status, sentence):
    published_practice()

    response = client.get(f"/practices/?{query}")

    assert response.status_code == status
    assert sentence in response.text
    assert response.text.count("<h1") == 1


@pytest.mark.parametrize("facet", FACETS)
def test_a_choice_that_is_not_there_is_said(client, facet):
    """Tags and years are free words: any of them may exist."""
    practice = published_practice(title="Seen")

    page = client.get(f"/practices/?{facet}=no-such-thing").text

    sentence = KIND[facet].unknown.replace("%s", "no-such-thing").rstrip(".")
    assert (f"<h1>{sentence}</h1>" in page or f">{sentence}<" in page) is (facet not in FREE)
    assert f"{practice.title}</a>" not in page.partition('id="found"')[2]
    # It can be taken off again.
    assert "Remove" in page
    assert client.get(f"/api/v1/practices?{facet}=no-such-thing").json()["count"] == 0


def test_right_to_left_marks_and_odd_letters_find_what_they_stand_for(client):
    published_practice(title="Interpreters")

    for typed in ("\u202einterpreters\u202c", "\u2067interpreters\u2069", "\ufeffinterpreters",
                  "\u200binterpreters", "\uff49nterpreters"):  # fmt: skip
        page = client.get("/practices/", {"q": typed}).text
        assert "Interpreters</mark></a>" in page.partition('id="found"')[2], ascii(typed)


def test_what_is_kept_is_bounded_and_never_holds_what_no_database_holds():
    params = QueryDict(mutable=True)
    params["q"] = "a\x00b " + "c" * 9_999
    params.setlist("tag", ["\x00x", *(f"t{n}" for n in range(500))])

    query = SearchQuery.from_params(params)

    assert query.words.startswith("a b c")
    assert len(query.words) == LONGEST_WORDS
    assert query.tag[0] == "x"
    assert len(query.tag) == MOST_VALUES
    assert (query.was_cut, query.has_too_many) == (True, True)


def test_a_search_of_very_many_words_asks_no_more_than_others(
    client, django_assert_max_num_queries
):
    published_practice()
    client.get("/practices/?q=interpreter")  # what a process keeps for itself

    for words in (" ".join(f"w{n}" for n in range(60)), "a b c d e f g h OR " * 8, "x" * 200):
        with django_assert_max_num_queries(16):
            assert client.get("/practices/", {"q": words}).status_code == 200
