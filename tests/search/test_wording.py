"""What was typed, understood as PostgreSQL's websearch_to_tsquery does, and better where told."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from collaborative.search import bitmaps, entries, spelling, wording
from collaborative.search.folding import fold
from collaborative.search.looking import Looking
from collaborative.search.models import Word
from collaborative.search.synonyms import Known, Row, Vocabulary
from practices.models import Practice
from tests.factories import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db

TEXT = [
    *("interpreter", "interpreters", "interpreting", "ride", "rides", "riding", "night", "nights"),
    *("nurse's", "co-design", "food", "the", "and", "of", "not", "access", "language", "health"),
    *("worker", "workers", "2024", "1,000", "elders", "organization"),
]
TYPED = [*TEXT, "Interpreter", "NIGHT", "zebra", "or", "OR", "a", "nurse", "design", "intérprete"]
PROPERTY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def index():
    chance = random.Random(5)
    house, person = InstitutionFactory(name="House", city="Edina"), UserFactory()
    Practice.objects.bulk_create(
        Practice(
            institution=house, author=person, slug=f"row-{n}", draft_key=f"key-{n}",
            title=" ".join(chance.choices(TEXT, k=3)), need=" ".join(chance.choices(TEXT, k=6)),
            scopes=[], live=False, story="success", stage="idea",
        )
        for n in range(40)
    )  # fmt: skip
    entries.rebuild()
    return bitmaps.current()


def ours(index, typed, vocabulary=None):
    looking = Looking(wording.read(typed, vocabulary))
    return set(looking.found(index, index.owned()[0])) if looking.counts else set()


def theirs(typed):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT practice_id FROM search_entry"
            " WHERE vector @@ websearch_to_tsquery('english', %s)", [typed],
        )  # fmt: skip
        return {pk for (pk,) in cursor.fetchall()}


one_word = st.sampled_from(TYPED)
phrase = st.lists(one_word, min_size=1, max_size=3).map(
    lambda words: '"{}"'.format(" ".join(words))
)
piece = st.tuples(st.sampled_from(["", "", "", "-"]), st.one_of(one_word, one_word, phrase))
plain_searches = st.lists(piece.map("".join), min_size=1, max_size=6).map(" ".join)


@PROPERTY
@given(plain_searches.filter(lambda typed: "é" not in typed))
@example("interpreter or -night")
@example('or "ride or night" or or food -"language access" or')
@example("-the interpreter")
@example("the or of")
@example("-night")
def test_plain_words_find_what_postgresql_would(index, typed):
    assert ours(index, typed) == theirs(typed)


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        # What PostgreSQL takes otherwise.
        ("interpreter - night", "interpreter night"),  # a dash between words is no minus
        ("interpreter \u2013 night", "interpreter night"),
        ("--night", "-night"),  # there: not without
        ('interpreter "night', "interpreter night"),  # there: a phrase up to the end
        ("ride,food", "ride food"),  # there: a phrase
        ("ride/food", "ride food"),  # there: the path of a file
        ("ride and/or food", "ride or food"),
        ("“language access”", '"language access"'),  # there: two words
        ("intérprete", "interprete"),
        ("(interpreter) [night]!", "interpreter night"),
        ("  interpreter\tnight\n", "interpreter night"),
    ],
)
def test_what_people_type_is_meant_kindly(index, typed, same_as):
    assert ours(index, typed) == theirs(same_as)


@PROPERTY
@given(
    st.text(
        alphabet=st.one_of(
            st.characters(codec="utf-8", exclude_characters="\x00"),
            st.sampled_from(list("\"-'() or\\:*&|!<>")),
        ),
        max_size=60,
    )
)
@example('""')
@example('-""')
@example('"')
@example("' '' \\' \\")
@example("a\\'b")
@example("\u202eretpreterni\u202c")
@example("½ ﬃ ǆ İ")
def test_no_text_is_too_odd(index, typed):
    vocabulary = Vocabulary([Row(1, "n", "", Known("food", "food"))])
    read = wording.read(typed, vocabulary)
    looking = Looking(read)

    looking.matches(index, index.owned()[0])
    assert looking.tsquery() is not None
    for part in read.parts:
        assert read.typed[part.start : part.end] == part.typed


def vocabulary_of(*groups):
    return Vocabulary(
        Row(pk, words[0], area, Known(one, fold(one), language, one.isupper()))
        for pk, (area, language, *words) in enumerate(groups, start=1)
        for one in words
    )


VOCABULARY = vocabulary_of(
    ("language-access", "", "interpreter", "language access"),
    ("language-access", "es", "intérprete", "interpreter"),
    ("", "", "CHW", "community health worker", "promotora"),
    ("", "", "ride", "transportation"),
)


def parts(typed):
    return [
        [(part.typed, part.searched, part.is_left_out) for part in branch]
        for branch in wording.read(typed, VOCABULARY).branches
    ]


def test_known_terms_are_read_with_what_stands_for_them():
    chw = ("community health worker", "CHW", "promotora")
    assert parts("Community health worker at night") == [
        [("Community health worker", (chw[0].capitalize(), *chw[1:]), False),
         ("at", (), False), ("night", (), False)]
    ]  # fmt: skip
    # A small word of Spanish counts for nothing beside a Spanish term.
    assert [one for one, _, _ in parts("intérprete de noche")[0]] == ["intérprete", "noche"]
    # As written; in small letters it is another word.
    assert [bool(words) for _, words, _ in parts("a CHW or chw")[0]] == [False, True]
    assert parts("a CHW or chw")[1] == [("chw", (), False)]
    # What is quoted or left out is what it says.
    assert parts('"interpreter" -ride') == [[("interpreter", (), False), ("ride", (), True)]]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("interpreter,doula", ["interpreter", "doula"]),
        ("doula/interpreter/rides", ["doula", "interpreter", "rides"]),
        ("interpreter;", ["interpreter"]),
        ("ride-sharing", ["ride-sharing"]),
        ("language access-plan", ["language", "access-plan"]),
        ("language/access plan", ["language/access", "plan"]),
        ("CHW's visit", ["CHW's", "visit"]),
        ("“interpreter", ["interpreter"]),
    ],
)
def test_no_word_is_lost_beside_a_known_term(typed, read):
    assert [part.typed for part in wording.read(typed, VOCABULARY).parts] == read


def test_parts_are_bounded_and_all_words_are_counted_as_typed():
    read = wording.read(" ".join(f"w{n}" for n in range(99)))

    assert len(list(read.parts)) == wording.MOST_PARTS
    assert read.with_words({next(read.parts): "first"}).startswith("first w1 w2")


def test_a_slip_is_tried_with_a_few_words_only():
    Word.objects.bulk_create(Word(word=f"quokka{end}") for end in "abcdefghijklmnopqrst")
    tried = []

    assert spelling.nearest("quokkaz", finds=lambda word: bool(tried.append(word))) == ""
    assert len(tried) == spelling.MOST_TRIED
