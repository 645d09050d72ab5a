"""Each result says why it is there, in words of its own, and nothing of what it says can run."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.html import strip_tags

from collaborative.search import queries, wording
from collaborative.search.looking import Looking
from collaborative.search.models import Entry
from collaborative.search.params import SearchQuery
from collaborative.search.why import Marker, explain
from practices import actions
from practices.models import Practice
from tests.factories.practices import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
MARKED = re.compile(r"<mark>(.*?)</mark>")


def first(words, user=NOBODY):
    """The first result with its reasons."""
    found = queries.find(SearchQuery(words=words), user=user)
    explain(found.results, found.looking, entries=Entry.objects.all())
    return found.results[0]


def marked(words, html):
    return MARKED.findall(Marker(Looking(wording.read(words))).mark(html)[0])


def test_words_of_the_card_are_marked_and_nothing_else_changes():
    practice = published_practice(title="Night interpreters", need="An interpreter, at Heron Lake.")

    row = first("interpreting night")

    assert {one.lower() for one in MARKED.findall(row.card_html)} == {
        "night", "interpreters", "interpreter",
    }  # fmt: skip
    assert MARKED.sub(r"\1", row.card_html) == practice.card_html
    assert not row.why


def test_no_address_and_no_entity_is_touched():
    html = '<a href="/practices/amp-quot/?q=amp" title="amp">amp &amp; quot&quot;ed &#x27;x27</a>'

    assert marked("amp quot x27", html) == ["amp", "quot", "x27"]
    assert MARKED.sub(r"\1", Marker(Looking(wording.read("amp quot"))).mark(html)[0]) == html


def test_a_passage_is_shown_where_the_card_says_nothing():
    text = f"{'Before. ' * 30}Doulas come along, every night. {'After that. ' * 30}"
    published_practice(how_it_works=f"A first line.\n{text}\nA last line.")

    why = first("doula").why

    assert MARKED.findall(why.passage) == ["Doulas"]
    assert why.passage.startswith("… Before.")
    assert why.passage.endswith(" …")
    assert len(strip_tags(why.passage)) < 250
    assert "line" not in why.passage


def test_what_is_said_with_accents_and_of_what_is_typed_with_them():
    published_practice(title="La clínica de noche", how_it_works="Una doña viene.")

    assert MARKED.findall(first("clinica").card_html) == ["clínica"]
    assert MARKED.findall(first("doña").why.passage) == ["doña"]
    # The same word in both languages, once its end is off.
    assert "interpreter" in MARKED.findall(first("intérprete").card_html)


def test_a_synonym_is_told_with_what_was_typed():
    """The words that came with the portal."""
    published_practice(title="Interpreters at night")

    row = first("turjubaan")

    assert "Interpreters" in MARKED.findall(row.card_html)
    assert row.why.synonyms == [("interpreter", "turjubaan")]
    assert not first("interpreter").why.synonyms


def test_of_a_phrase_only_the_whole_is_a_reason():
    """“Access” alone is no language access."""
    html = "<p>Language and access</p><p>Language <em>access</em> plan. Access. Health care.</p>"

    assert marked('"language access"', html) == ["Language", "access", "Language", "access"]
    assert marked('"access language"', "Access. Then comes a new word: language.") == []
    assert marked('"health of workers"', "health of the workers, health") == ["health", "workers"]
    assert marked("co-design", "Co-design, design") == ["Co", "design"]


@pytest.mark.parametrize(
    "word", ["emergency", "evening", "organization", "international", "university", "interval"]
)
def test_words_that_editions_of_the_stemmer_divide_differently_are_marked(word):
    assert marked(word, f"<p>At {word}</p>") == [word]
    published_practice(title=f"Rides: {word}")
    assert MARKED.findall(first(word).card_html) == [word]


@pytest.mark.parametrize(
    "text",
    [
        '<script>alert("quokka")</script>',
        '"><img src=x onerror=quokka>',
        "<mark>quokka</mark> & 'quokka' &lt;b&gt;",
        "</mark></p><b>quokka",
    ],
)
def test_nothing_unescaped_comes_out(client, text):
    published_practice(title=f"Rides {text}"[:100], how_it_works=f"{text}\nnumbat {text}")

    row = first("quokka numbat")
    for html in (row.card_html, row.why.passage, client.get("/practices/?q=quokka+numbat").text):
        without = re.sub(r"</?mark>", "", html)
        assert "<script>alert" not in without
        assert "<img src" not in without
        assert "<b>" not in without
    assert html.count("<mark>") == html.count("</mark>") > 0
    typed = client.get("/practices/", {"q": f"rides {text}"}).text
    assert "<script>alert" not in typed
    assert "<img src" not in typed


def test_a_draft_of_what_was_taken_down_a_moment_ago_is_not_quoted(roles):
    live = published_practice(
        institution=roles.a, author=roles.authorA, how_it_works="A numbat comes."
    )
    words = {name: getattr(live, name) for name in live.CONTENT_FIELDS}
    actions.save_draft(
        practice=live, institution=roles.a, by=roles.authorA, now=timezone.now(),
        words=words | {"how_it_works": "A numbat of the draft."},
    )  # fmt: skip
    found = queries.find(SearchQuery(words="numbat"), user=NOBODY)
    actions.take_down(practice=live, by=roles.stewardA, reason="A mistake.", now=timezone.now())

    explain(found.results, found.looking, entries=Entry.objects.all())

    assert [row.pk for row in found.results] == [live.pk]
    assert not found.results[0].why.passage
    assert "draft" in first("numbat", roles.memberA).why.passage


def test_reasons_of_many_cost_one_question(django_assert_num_queries):
    for _ in range(3):
        published_practice(how_it_works="A numbat comes.")
    PracticeFactory(how_it_works="A numbat waits.")
    found = queries.find(SearchQuery(words="numbat"), user=NOBODY)

    with django_assert_num_queries(1):
        explain(found.results, found.looking, entries=Entry.objects.all())

    assert [bool(row.why.passage) for row in found.results] == [True] * 3
    assert Practice.objects.count() == 4
