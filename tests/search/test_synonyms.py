"""What typed words mean, and the words that the portal begins with."""

from __future__ import annotations

import importlib
import time
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collaborative.search import synonym_queries
from collaborative.search.folding import fold
from collaborative.search.models import SynonymGroup, Term
from collaborative.search.models.synonyms import MOST_TERMS
from collaborative.search.synonyms import MOST_WORDS, Known, Row, Vocabulary
from practices.models import ScopeArea

FILE = Path(synonym_queries.__file__).parent / "data" / "synonyms.toml"
SHORT = {
    "real": ("Race", "data", ("=>REaL", "REaL data", "race, ethnicity and language")),
    "ada": ("Disability law", "access", ("=ADA", "Americans with Disabilities Act")),
    "asl": ("Signing", "access", ("ASL", "sign language")),
    "chw": ("Health workers", "", ("community health worker", "CHW", "es: promotora")),
    "speak": (
        "Interpreting",
        "language",
        ("interpreter", "es: intérprete", "hmn: neeg txhais lus"),
    ),
    "ride": ("Transport", "", ("> ride", "transportation")),
    "ma": ("Coverage", "pay", ("=MA", "Medicaid")),
    "aide": ("Work", "jobs", ("=MA", "medical assistant")),
}


def known(line: str) -> Known:
    language, _, rest = line.rpartition(": ")
    words = rest.lstrip("=> ")
    return Known(words, fold(words), language, rest.startswith("="), ">" in rest[:2])


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary(
        Row(pk, note, area, known(line))
        for pk, (note, area, lines) in enumerate(SHORT.values(), start=1)
        for line in lines
    )


def parts(vocabulary, typed):
    return [(u.text, u.group and u.group.note) for u in vocabulary.read(typed).units]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Intérprete,  MÉDICO ", "interprete medico"),
        ("Co-Diseño", "co diseno"),
        ("Guri la\u2019aan", "guri la'aan"),
        ("2-1-1 & co.", "2 1 1 co"),
        ("inte\u0301rprete", "interprete"),
        ("မြန်မာ", "မြန်မာ"),
        ("…!?", ""),
    ],
)
def test_folding_leaves_words_without_accents_capitals_and_signs(text, folded):
    assert fold(text) == folded


def test_the_longest_known_term_is_read_first_with_its_place(vocabulary):
    typed = "Two community  health workers, promotoras"

    reading = vocabulary.read(typed)

    assert parts(vocabulary, typed) == [
        ("Two", None),
        ("community  health workers", "Health workers"),
        ("promotoras", "Health workers"),
    ]
    assert [typed[u.typed_start : u.typed_end] for u in reading.units] == [
        u.text for u in reading.units
    ]
    assert [group.note for group in reading.groups] == ["Health workers"]


@pytest.mark.parametrize(
    ("typed", "others"),
    [
        ("INTÉRPRETE", ("interpreter", "neeg txhais lus")),
        ("interprete", ("interpreter", "neeg txhais lus")),
        ("Interpreters", ("interpreter", "intérprete", "neeg txhais lus")),
        ("neeg  txhais lus", ("interpreter", "intérprete")),
    ],
)
def test_one_word_in_any_language_leads_to_its_area(vocabulary, typed, others):
    reading = vocabulary.read(typed)

    assert reading.areas == ["language"]
    assert [unit.searched for unit in reading.units] == [(typed, *others)]


def test_a_tone_of_hmong_is_no_plural(vocabulary):
    assert parts(vocabulary, "neeg txhais lu") == [("neeg", None), ("txhais", None), ("lu", None)]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("REaL", "Race"), ("REAL", "Race"), ("REaL data", "Race"), ("real data", "Race"),
        ("real", None), ("Real", None), ("reals", None),
        ("ADA", "Disability law"), ("Ada", None), ("ada", None),
        ("ASL", "Signing"), ("asl", "Signing"),
    ],
)  # fmt: skip
def test_an_acronym_that_is_a_word_counts_only_as_it_is_written(vocabulary, typed, note):
    assert parts(vocabulary, typed) == [(typed, note)]


def test_capitals_say_nothing_where_all_is_in_capitals(vocabulary):
    assert parts(vocabulary, "ADA ASL") == [("ADA", "Disability law"), ("ASL", "Signing")]
    assert parts(vocabulary, "REAL STORIES") == [("REAL", None), ("STORIES", None)]
    assert parts(vocabulary, "SIGN LANGUAGE IN ADA") == [
        ("SIGN LANGUAGE", "Signing"), ("IN", None), ("ADA", None),
    ]  # fmt: skip


def test_what_would_mislead_is_not_searched_for(vocabulary):
    """“real” stands in every second text; “ride” does not mean transportation to who types that."""
    [unit] = vocabulary.read("REaL").units
    assert unit.searched == ("REaL data", "race, ethnicity and language")
    [unit] = vocabulary.read("race, ethnicity and language").units
    assert unit.searched == ("race, ethnicity and language", "REaL data")
    [unit] = vocabulary.read("ride").units
    assert unit.searched == ("ride", "transportation")
    [unit] = vocabulary.read("transportation").units
    assert unit.searched == ("transportation",)
    [unit] = vocabulary.read("ADA").units
    assert unit.searched == ("ADA", "Americans with Disabilities Act")


def test_a_term_of_two_groups_means_both(vocabulary):
    [unit] = vocabulary.read("MA").units

    assert unit.group.note == "Coverage / Work"
    assert unit.group.areas == ("pay", "jobs")
    assert unit.searched == ("MA", "Medicaid", "medical assistant")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('"community health worker"', []),
        ("-ride", []),
        ("- ride", []),
        ('-"sign language" ride', ["ride"]),
        ("ride -interpreter ASL", ["ride", "ASL"]),
        ("interpreter-free", ["interpreter", "free"]),
        ("sign OR language", ["sign", "language"]),
        ('sign "x" language', ["sign", "language"]),
        ('ride "interpreter', ["ride"]),
        ("or", []),
        ("", []),
        ("!!! ---", []),
    ],
)
def test_quotations_and_exclusions_are_left_alone(vocabulary, typed, read):
    assert [unit.text for unit in vocabulary.read(typed).units] == read


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["food - ride", "food -ride", 'food -"ride home" x', 'a "b c'])
def test_it_leaves_alone_what_postgresql_excludes_or_quotes(vocabulary, typed):
    """The words that PostgreSQL asks for one by one are those that are read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT websearch_to_tsquery('simple', %s)::text", [typed])
        asked = cursor.fetchone()[0].split(" & ")
    alone = [one.strip("'") for one in asked if not one.startswith("!") and "<->" not in one]

    assert [unit.text for unit in vocabulary.read(typed).units] == alone


def test_small_words_of_a_language_count_for_nothing_beside_its_terms(vocabulary):
    def searched(typed):
        return [(unit.text, unit.searched[:1]) for unit in vocabulary.read(typed).units]

    assert searched("el intérprete de noche") == [
        ("el", ()), ("intérprete", ("intérprete",)), ("de", ()), ("noche", ("noche",)),
    ]  # fmt: skip
    assert searched("no interpreter") == [("no", ("no",)), ("interpreter", ("interpreter",))]


def test_its_words_are_known_to_who_mends_typos(vocabulary):
    assert {"interprete", "interpreter", "txhais", "worker"} <= vocabulary.words
    assert "Intérprete" not in vocabulary.words


def test_terms_are_offered_while_typing(vocabulary):
    assert [term.words for term in vocabulary.prefix("INT", 5)] == ["intérprete", "interpreter"]
    assert [term.words for term in vocabulary.prefix("real", 1)] == ["REaL"]
    assert vocabulary.prefix("xyz", 5) == vocabulary.prefix(" ", 5) == []


# The words to begin with -----------------------------------------------------------------------
@pytest.fixture(scope="module")
def file():
    return tomllib.loads(FILE.read_text())["group"]


@pytest.mark.django_db
def test_the_first_words_are_brought_whole_and_in_one_question(file, django_assert_num_queries):
    with django_assert_num_queries(1):
        loaded = synonym_queries.load_vocabulary()

    assert SynonymGroup.objects.count() == len(file) >= 170
    assert len(loaded) > 2_000
    for language, least in (("es", 400), ("so", 100), ("hmn", 100)):
        assert Term.objects.filter(language=language).count() >= least, language
    areas = set(ScopeArea.objects.values_list("slug", flat=True))
    assert set(SynonymGroup.objects.exclude(area="").values_list("area", flat=True)) == areas
    for group in SynonymGroup.objects.prefetch_related("terms"):
        assert 2 <= len(group.terms.all()) <= MOST_TERMS, group
        assert all(len(term.folded.split()) <= MOST_WORDS for term in group.terms.all()), group
        assert any(not term.is_way_in for term in group.terms.all()), group


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "finds", "area"),
    [
        ("CHW", "promotora", None),
        ("promotoras", "community health worker", None),
        ("SDOH", "social drivers", "clinic-community-partnerships"),
        ("REaL", "race, ethnicity and language", "data-collection-and-use"),
        ("LEP", "limited English proficiency", "language-access"),
        ("intérprete", "interpreter", "language-access"),
        ("turjubaan", "interpreter", "language-access"),
        ("neeg txhais lus", "interpreter", "language-access"),
        ("presion alta", "hypertension", None),
        ("dhiig kar", "high blood pressure", None),
        ("ntshav siab", "blood pressure", None),
        ("azúcar en la sangre", "diabetes", None),
        ("sonkorow", "diabetes", None),
        ("ntshav qab zib", "diabetes", None),
        ("tallaal", "vaccination", None),
        ("tshuaj tiv thaiv", "immunization", None),
        ("naafo", "disability", "accessibility"),
        ("xiam oob qhab", "disability", "accessibility"),
        ("tsev nyob", "housing", None),
        ("gaadiid", "transportation", None),
        ("hambre", "food", None),
        ("uur", "pregnancy", None),
    ],
)
def test_everyday_words_lead_to_those_of_the_field(typed, finds, area):
    reading = synonym_queries.load_vocabulary().read(typed)

    assert len(reading.units) == 1
    assert finds in reading.units[0].searched
    assert reading.areas == ([area] if area else [])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "plain", ["real change", "it works", "ma and pa", "a fit person", "who ran", "first aid", "ada"]
)
def test_plain_english_is_not_taken_for_an_acronym(plain):
    exact = [unit.term for unit in synonym_queries.load_vocabulary().read(plain).units if unit.term]

    assert exact == []


@pytest.mark.django_db
def test_no_people_or_faith_is_taken_for_another():
    """Each word finds itself and its own other names, never those of a neighbor."""
    loaded = synonym_queries.load_vocabulary()
    peoples = (
        ("Oromo", "Liberian", "Ethiopian", "Somali"),
        ("Karen", "Burmese", "Hmong", "Lao", "Vietnamese", "Khmer", "Asian American"),
        ("Ojibwe", "Dakota", "Latino", "Black", "Pacific Islander"),
        ("mosque", "church", "smudging", "shaman"),
    )
    names = [name for row in peoples for name in row]
    for name in names:
        [unit] = loaded.read(name).units
        shown = {fold(words) for words in unit.searched}
        assert [other for other in names if other != name and fold(other) in shown] == [], name
    # Who asks for one is shown it, under its wider name too; not the other way round.
    [unit] = loaded.read("AAPI").units
    assert {"Asian American", "Pacific Islander"} <= set(unit.searched)


@pytest.mark.django_db
def test_reading_is_fast():
    loaded = synonym_queries.load_vocabulary()
    typed = "community health workers who book rides for high blood pressure REaL data " * 3
    started = time.perf_counter()

    for _ in range(100):
        loaded.read(typed[:200])

    assert (time.perf_counter() - started) / 100 < 0.003  # 0.1 ms on a quiet machine


@pytest.mark.django_db
def test_words_are_brought_once_and_coordinators_words_stay(file):
    migration = importlib.import_module("collaborative.search.migrations.0003_first_synonyms")
    ours = SynonymGroup.objects.get(key=file[0]["key"])
    ours.note, ours.updated_at = "Changed here", timezone.now()
    ours.save()
    own = SynonymGroup.objects.create(note="Our own", updated_at=timezone.now())

    migration.bring(apps, None)
    assert SynonymGroup.objects.count() == len(file) + 1
    assert SynonymGroup.objects.get(pk=ours.pk).note == "Changed here"

    migration.take_back(apps, None)
    assert list(SynonymGroup.objects.order_by("pk")) == [ours, own]
    migration.bring(apps, None)
    assert SynonymGroup.objects.count() == len(file) + 1
    assert Term.objects.filter(group__key="real-data", is_exact=True, is_way_in=True).exists()


# What the database holds -----------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"words": ""}, "synonym_has_words"),
        ({"folded": ""}, "synonym_has_letters"),
        ({"folded": "first"}, "synonym_stands_once_in_a_group"),
        ({"language": "Español"}, "synonym_language_is_a_code"),
        ({"is_exact": True, "words": "second"}, "synonym_that_counts_as_written_has_capitals"),
    ],
)
def test_a_broken_term_is_not_kept(broken, name):
    group = SynonymGroup.objects.create(note="Words", updated_at=timezone.now())
    Term.objects.create(group=group, words="First", folded="first", position=1)
    sound = {"words": "Second", "folded": "second", "language": "zh-Hant", "is_exact": True}
    second = Term.objects.create(group=group, position=2, **sound)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Term.objects.filter(pk=second.pk).update(**broken)


@pytest.mark.django_db
def test_a_group_says_what_it_is_about_and_is_brought_once(file):
    group = SynonymGroup.objects.create(note="Words", updated_at=timezone.now())
    SynonymGroup.objects.create(note="Other", updated_at=timezone.now())  # neither has a key

    for broken, name in (
        ({"note": ""}, "synonym_group_says_what_about"),
        ({"key": file[0]["key"]}, "synonym_group_is_brought_once"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            SynonymGroup.objects.filter(pk=group.pk).update(**broken)


@pytest.mark.django_db
def test_who_saved_first_and_was_done_last_is_heard():
    """The newest of all times is somebody else's then."""
    early, late = SynonymGroup.objects.order_by("pk")[:2]
    now = timezone.now()
    SynonymGroup.objects.filter(pk=late.pk).update(updated_at=now)
    assert not synonym_queries.current_vocabulary().prefix("quokka", 1)

    Term.objects.create(group=early, words="quokka", folded="quokka", position=99)
    SynonymGroup.objects.filter(pk=early.pk).update(updated_at=now - timedelta(seconds=1))

    assert [one.words for one in synonym_queries.current_vocabulary().prefix("quokka", 1)] == [
        "quokka"
    ]
