"""What is found, held against a plain count in Python; and the order of what is found."""

from __future__ import annotations

import itertools
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.timezone import localdate

from collaborative.search import entries, queries, ranking
from collaborative.search.params import NoSuchPage, SearchQuery
from collaborative.search.terms import FACETS
from practices.enums import Stage, Story
from practices.models import Practice, ScopeArea
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.practices import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def many():
    """Eighty rows with every combination of choices, a quarter of them drafts."""
    chance = random.Random(7)
    houses = [InstitutionFactory(slug=f"house-{n}", counties=["Clay"]) for n in range(3)]
    person = UserFactory()
    walls = dict(ScopeArea.objects.values_list("slug", "wall"))
    rows = []
    for number in range(80):
        scopes = chance.sample(sorted(walls), chance.randint(1, 3))
        live = chance.random() < 0.75
        rows.append(
            Practice(
                institution=chance.choice(houses), author=person, title=f"Row {number}",
                slug=f"row-{number}", draft_key=f"key-{number}", scopes=scopes,
                walls=sorted({walls[slug] for slug in scopes}),
                tags=chance.sample(["food", "rides", "data", "night"], chance.randint(0, 3)),
                stage=chance.choice(Stage.values), story=chance.choice(Story.values), live=live,
                published_at=timezone.now() if live else None,
                published_by=person if live else None,
                need=chance.choice(["interpreters wait", "rides are long", "food is far"]),
                populations=chance.sample(["asian", "black"], chance.randint(0, 2)),
                minnesota_groups=chance.sample(["hmong", "somali"], chance.randint(0, 2)),
                languages=chance.sample(["es", "so"], chance.randint(0, 2)),
                care_settings=chance.sample(["home", "dental"], chance.randint(0, 2)),
                counties=chance.choice([[], ["Cook"], ["Saint Louis", "Clay"], ["Ontario"]]),
                study_design=chance.choice(["", "none", "before-after"]),
                community_evidence=chance.choice(["", "The elders said so."]),
                start_up_cost=chance.choice([None, 0, 9_999]),
                yearly_cost=chance.choice([None, 0, 1]),
                fte=chance.choice([None, 0, "0.5", "0.51", "5.01"]),
                file_ids=chance.choice([[], [1]]),
            )
        )  # fmt: skip
    Practice.objects.bulk_create(rows)
    entries.rebuild()
    return list(Practice.objects.select_related("institution"))


def _values(row, facet):
    """What a reader of the row would say it answers to."""
    dollars = [one for one in (row.start_up_cost, row.yearly_cost) if one is not None]
    bands = {0: "none", 1: "under-10k", 9_999: "under-10k", 10_000: "10k-50k"}
    posts = {"0.00": "none", "0.50": "up-to-half", "0.51": "up-to-2", "5.01": "over-5"}
    counties = {"Cook": "cook", "Saint Louis": "st-louis", "Clay": "clay"}
    grades = {"": "not-yet", "none": "not-yet", "before-after": "moderate"}
    return {
        "wall": set(row.walls), "scope": set(row.scopes), "tag": set(row.tags),
        "population": {*row.populations, *row.minnesota_groups}, "language": set(row.languages),
        "setting": set(row.care_settings), "stage": {row.stage}, "story": {row.story},
        "county": {counties[one] for one in row.counties or ["Clay"] if one in counties},
        "evidence": {grades[row.study_design]},
        "community": {"yes"} if row.community_evidence else set(),
        "cost": {bands[sum(dollars)]} if dollars else set(),
        "staffing": set() if row.fte is None else {posts[str(row.fte)]},
        "institution": {row.institution.slug}, "adopter": set(),
        "year": {str(localdate(row.published_at).year)} if row.live else set(),
        "files": {"yes"} if row.file_ids else set(),
    }[facet]  # fmt: skip


def _passes(row, query, *, but=None):
    return all(
        not query.chosen(facet) or facet == but or _values(row, facet) & set(query.chosen(facet))
        for facet in FACETS
    )


def test_counts_agree_with_a_plain_count(many):
    chance = random.Random(11)
    pools = {
        "scope": ["language-access", "policy-advocacy", "accessibility", "nowhere"],
        "wall": ["within", "beyond"], "institution": ["house-0", "house-1", "nobody"],
        "tag": ["food", "rides", "zebra"], "stage": ["idea", "ended", "spread"],
        "story": ["attempt", "success"], "population": ["asian", "hmong"], "language": ["so"],
        "setting": ["home", "dental"], "county": ["st-louis", "cook"], "evidence": ["moderate"],
        "community": ["yes"], "cost": ["none", "10k-50k"], "staffing": ["up-to-half", "over-5"],
        "year": [str(localdate().year)], "files": ["yes"], "adopter": ["house-0"],
    }  # fmt: skip
    for _ in range(60):
        chosen = {
            facet: tuple(chance.sample(pool, min(len(pool), chance.randint(0, 2))))
            for facet, pool in pools.items()
            if chance.random() < 0.2
        }
        words = chance.choice(["", "", "interpreter", "food -ride"])
        query = SearchQuery(words=words, **chosen)
        wanted, but = words.partition(" -")[::2]
        public = [
            row
            for row in many
            if row.live
            for said in [f"{row.need} {' '.join(row.tags)}"]
            if wanted in said and not (but and but in said)
        ]

        found = queries.find(query, user=NOBODY, per_page=100)

        expected = {row.pk for row in public if _passes(row, query)}
        assert found.total == len(expected), query
        assert {row.pk for row in found.results} == expected, query
        for facet in found.facets:
            rows = [row for row in public if _passes(row, query, but=facet.name)]
            assert {one.value: one.count for one in facet.values if one.count} == {
                value: sum(value in _values(row, facet.name) for row in rows)
                for value in set(itertools.chain(*(_values(row, facet.name) for row in rows)))
                if value
            }, (query, facet.name)


def test_a_page_beyond_the_last_does_not_exist(many):
    live = sum(row.live for row in many)
    last = -(-live // 20)

    assert len(queries.find(SearchQuery(), user=NOBODY, page=last).results) == live - 20 * (
        last - 1
    )
    with pytest.raises(NoSuchPage):
        queries.find(SearchQuery(), user=NOBODY, page=last + 1)


def test_every_row_is_on_one_page_only(many):
    for sort in ("newest", "title"):
        query = SearchQuery(sort=sort)
        pages = [
            queries.find(query, user=NOBODY, page=number, per_page=7)
            for number in range(1, -(-sum(row.live for row in many) // 7) + 1)
        ]
        pks = [row.pk for page in pages for row in page.results]

        assert len(pks) == len(set(pks)) == sum(row.live for row in many)


def test_words_in_the_title_come_first():
    body = published_practice(title="Night visits", how_it_works="A doula comes along.")
    title = published_practice(title="A doula for every birth", institution=body.institution)
    published_practice(title="Rides", institution=body.institution)

    found = queries.find(SearchQuery(words="doula"), user=NOBODY)

    assert [row.title for row in found.results] == [title.title, body.title]


def test_ranking_is_bounded_and_the_rest_follows(many, monkeypatch):
    """Whatever lies beyond the ranked rows is still found, once, newest first."""
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    monkeypatch.setattr(ranking, "MOST_RANKED_ELSEWHERE", 2)
    words = SearchQuery(words="interpreters")

    pages = [queries.find(words, user=NOBODY, page=number, per_page=5) for number in (1, 2)]

    expected = {row.pk for row in many if row.live and "interpreters" in row.need}
    pks = [row.pk for page in pages for row in page.results]
    assert len(pks) == len(set(pks)) == 10
    assert set(pks) <= expected


def test_a_newer_draft_of_a_live_practice_is_not_found(roles):
    from practices import actions

    live = published_practice(title="Rides home", institution=roles.a, author=roles.authorA)
    words = {name: getattr(live, name) for name in live.CONTENT_FIELDS} | {
        "title": "Quokka rides", "tags": ["quokka"],
    }  # fmt: skip
    actions.save_draft(
        practice=live, institution=live.institution, by=roles.authorA, words=words,
        now=timezone.now(),
    )  # fmt: skip

    for user in (NOBODY, roles.memberB, roles.memberA, roles.authorA):
        assert queries.find(SearchQuery(words="quokka"), user=user).total == 0
        assert queries.find(SearchQuery(tag=("quokka",)), user=user).total == 0
        assert queries.find(SearchQuery(words="rides"), user=user).total == 1


def test_an_unpublished_row_has_no_place_in_anybodys_counts_but_its_own(roles):
    PracticeFactory(institution=roles.a, author=roles.authorA, tags=["quokka"])

    def seen(user):
        found = queries.find(SearchQuery(), user=user)
        tags = next(facet for facet in found.facets if facet.name == "tag")
        return found.total, [value.value for value in tags.values]

    own = [roles.memberA, roles.authorA, roles.stewardA, roles.siteadmin]
    others = [NOBODY, roles.nomember, roles.memberB, roles.stewardB, roles.coord, roles.exA,
              roles.inactive]  # fmt: skip
    assert [seen(user) for user in own] == [(1, ["quokka"])] * 4
    assert [seen(user) for user in others] == [(0, [])] * 7
