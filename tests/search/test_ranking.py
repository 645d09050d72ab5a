"""In what order practices are found, at any size."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from collaborative.search import bitmaps, entries, looking, queries, ranking
from collaborative.search.models import Entry
from collaborative.search.params import SearchQuery
from practices.evidence import GRADE_MEANS, Grade
from practices.models import Practice
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.practices import PracticeFactory, adopted, published_practice

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
SORTS = ("newest", "adopted", "verified", "evidence", "title")


def found(user=NOBODY, *, per_page=20, page=1, **asked):
    rows = queries.find(SearchQuery(**asked), user=user, per_page=per_page, page=page).results
    return [row.pk for row in rows]


def all_pages(user=NOBODY, *, per_page, **asked):
    number = queries.count(SearchQuery(**asked), user=user)
    pages = range(1, -(-number // per_page) + 1)
    return [pk for page in pages for pk in found(user, per_page=per_page, page=page, **asked)]


@pytest.fixture
def many(roles):
    """Sixty rows, a quarter of them drafts of A, with all that they are sorted by."""
    chance = random.Random(3)
    now = timezone.now()
    person = UserFactory()
    Practice.objects.bulk_create(
        Practice(
            institution=house, author=person, slug=f"row-{n}", draft_key=f"key-{n}",
            title=chance.choice(["Numbat", "numbat", "Élan", "Zebra"]), scopes=["accessibility"],
            need=chance.choice(["A quokka", "A quokka and a bilby", "A wombat"]),
            tags=chance.sample(["food", "rides"], chance.randint(0, 2)),
            story="success", stage="idea", live=live,
            published_at=now - dt.timedelta(days=chance.randint(0, 9)) if live else None,
            published_by=person if live else None,
            study_design=chance.choice(["", "before-after"]),
        )
        for n in range(60)
        for live in [chance.random() < 0.75]
        for house in [chance.choice([roles.a, roles.b]) if live else roles.a]
    )  # fmt: skip
    entries.rebuild()
    for entry in Entry.objects.all():
        entry.adopters = chance.randint(0, 2)
        entry.verified_at = chance.choice([None, now, now - dt.timedelta(days=3)])
        entry.save()
    bitmaps.forget()
    return roles


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("asked", [{}, {"words": "quokka -bilby"}, {"tag": ("food", "rides")}])
def test_a_long_list_is_walked_in_the_order_in_which_a_short_one_is_sorted(
    many, monkeypatch, sort, asked
):
    people = (NOBODY, many.memberA, many.siteadmin)
    sorted_ = [all_pages(user, per_page=7, sort=sort, **asked) for user in people]
    assert len(sorted_[0]) > 14
    assert set(sorted_[0]) < set(sorted_[1])

    walked_by = []
    walked = ranking._walked
    monkeypatch.setattr(
        ranking, "_walked", lambda *args, **more: walked_by.append(1) or walked(*args, **more)
    )
    # More drafts than this are not told by number: these are fewer, as everywhere.
    monkeypatch.setattr(ranking, "MOST_TOLD", 16)
    assert [all_pages(user, per_page=7, sort=sort, **asked) for user in people] == sorted_
    assert walked_by


def test_each_sort_is_what_it_says(many):
    rows = {row.pk: row for row in Entry.objects.all()}
    keys = {
        "newest": lambda row: -row.published_at.timestamp(),
        "adopted": lambda row: -row.adopters,
        "verified": lambda row: -(row.verified_at.timestamp() if row.verified_at else 0),
        "evidence": lambda row: -row.evidence,
        "title": lambda row: row.title_key,
    }
    for sort, key in keys.items():
        told = [key(rows[pk]) for pk in all_pages(per_page=9, sort=sort)]
        assert told == sorted(told), sort
    assert all_pages(per_page=9) == all_pages(per_page=9, sort="newest")
    drafts = [pk for pk in found(many.memberA, per_page=100) if not rows[pk].live]
    assert found(many.memberA, per_page=100)[: len(drafts)] == drafts


def test_relevance_beyond_what_is_ranked_is_complete_and_without_doubles(many, monkeypatch):
    monkeypatch.setattr(ranking, "MOST_RANKED", 4)
    monkeypatch.setattr(ranking, "MOST_RANKED_ELSEWHERE", 3)
    for words in ("quokka", "quokka or wombat", "quokka numbat elephant", "quokka bilby"):
        query = SearchQuery(words=words)
        for user in (NOBODY, many.memberA):
            told = all_pages(user, per_page=5, words=words)
            assert len(told) == len(set(told)) == queries.count(query, user=user), words
            assert set(told) == set(found(user, words=words, sort="title", per_page=100)), words


def test_equal_input_has_an_equal_order(many):
    told = [all_pages(many.memberA, per_page=6, words="quokka") for _ in range(2)]
    bitmaps.forget()
    looking._known.clear()

    assert told[0] == told[1] == all_pages(many.memberA, per_page=6, words="quokka")


def test_title_before_card_before_the_rest():
    house = InstitutionFactory()
    rest = published_practice(institution=house, how_it_works="A doula comes along.")
    card = published_practice(institution=house, need="No doula comes.")
    title = published_practice(institution=house, title="A doula for all")
    # Whatever is newer: freshness only moves what is nearly alike.
    Entry.objects.filter(pk=rest.pk).update(published_at=timezone.now(), evidence=3)
    Entry.objects.filter(pk=title.pk).update(published_at=timezone.now() - dt.timedelta(days=2000))

    assert found(words="doula") == [title.pk, card.pk, rest.pk]


def test_what_was_typed_comes_before_what_says_the_same():
    house = InstitutionFactory()
    typed = published_practice(institution=house, title="Transportation home", need="Far away.")
    synonym = published_practice(institution=house, title="Transit home", need="Far away.")
    words = {"words": "transportation"}
    if len(found(**words)) == 1:
        pytest.fail("“transit” no longer stands for “transportation”: choose another pair.")

    assert found(**words) == [typed.pk, synonym.pk]
    assert found(words="transit") == [synonym.pk, typed.pk]


def test_ended_and_overdue_ones_come_later_and_proof_and_freshness_decide_among_equals():
    now = timezone.now()
    names = ("plain", "ended", "overdue", "older", "proven")
    house = InstitutionFactory()
    rows = {name: published_practice(institution=house, title="Quokka rides") for name in names}
    Practice.objects.filter(pk=rows["older"].pk).update(published_at=now - dt.timedelta(days=800))
    Practice.objects.filter(pk=rows["proven"].pk).update(study_design="before-after")
    Practice.objects.filter(pk=rows["overdue"].pk).update(is_overdue=True)
    Practice.objects.filter(pk=rows["ended"].pk).update(stage="ended")
    entries.rebuild()

    told = [next(name for name in names if rows[name].pk == pk) for pk in found(words="quokka")]

    assert told[0] == "proven"
    assert told[1:3] == ["plain", "older"]
    assert set(told[3:]) == {"ended", "overdue"}


def test_grades_of_evidence_are_groups_under_headings(client):
    for design in ("", "before-after", "none", ""):
        published_practice(study_design=design)

    page = client.get("/practices/?sort=evidence").text

    headings = [str(grade.label) for grade in (Grade.MODERATE, Grade.NOT_YET)]
    places = [page.find(f'<h2 class="results__group">{heading}</h2>') for heading in headings]
    assert -1 < places[0] < places[1]
    assert page.count('class="results__group"') == 2
    assert GRADE_MEANS[Grade.MODERATE] in page
    assert page[places[0] : places[1]].count("practice-card__title") == 1
    assert page[places[1] :].count("practice-card__title") == 3


def test_adopted_and_confirmed_ones_are_sorted_by_what_people_did():
    first, second, third = (published_practice() for _ in range(3))
    adopted(first)
    adopted(first)
    adopted(second)
    adopted(third, confirmed=False)

    assert found(sort="adopted") == [first.pk, second.pk, third.pk]


def test_drafts_are_ranked_among_the_rest_for_their_own_people(roles):
    live = published_practice(institution=roles.a, author=roles.authorA, how_it_works="A numbat.")
    draft = PracticeFactory(institution=roles.a, author=roles.authorA, title="Numbat")

    assert found(words="numbat") == [live.pk]
    assert found(roles.memberA, words="numbat") == [draft.pk, live.pk]
