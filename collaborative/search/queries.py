"""Finding practices: the rows of one page, and how many there are of everything.

Two statements do the work, whoever asks: one counts (total and all facets), one reads a page.
Both start from `Practice.objects.findable_by`, so a draft that a person may not see is in no count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.search import SearchQuery as Words
from django.contrib.postgres.search import SearchRank, SearchVector
from django.db.models import Case, F, FloatField, Q, QuerySet, When
from django.db.models.functions import Lower

from collaborative.core.middleware.public_cache import NO_FACTS, Facts
from members.models import Institution
from practices.models import Practice, ScopeArea
from practices.queries import tags_as_spelled

from . import facets, spelling
from .facets import Facet
from .params import NoSuchPage, SearchQuery

CONFIG = "english"
# Ranking reads each row's whole text, so it looks at this many title matches and as many others,
# newest first. What lies beyond follows unranked, newest first: nobody reads that far.
MOST_RANKED = 500


@dataclass(frozen=True)
class Found:
    """One page of an answer and what surrounds it."""

    results: list[Practice]
    total: int
    facets: list[Facet]
    page: int
    per_page: int
    words_count: bool
    unknown: list[tuple[str, str]]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def find(
    query: SearchQuery,
    *,
    user: Any,
    page: int = 1,
    per_page: int = 20,
    cards_only: bool = False,
    facts: Facts = NO_FACTS,
) -> Found:
    """What this person may see of what was asked for.

    `cards_only` reads the finished HTML of live practices and nothing else of them. `facts` are
    what is already known of the public: counts do not change from page to page of a list.
    Raises NoSuchPage beyond the last page.
    """
    asked = _asked(query, user)
    areas: list[ScopeArea] = facts.get("areas", lambda: list(ScopeArea.objects.in_order()))
    houses = _institutions(query)
    counted = facts.get(
        ("counts", query.without_sort()),
        lambda: facets.count(query, among=asked, areas=areas, institutions=houses),
    )
    if page > max(1, -(-counted.total // per_page)):
        raise NoSuchPage
    results: list[Practice] = []
    if counted.total:
        rows = _sorted(_narrowed(query, asked, houses), query)
        rows = (
            rows.only("live", "card_html")
            if cards_only
            else rows.select_related("institution").without_bodies()
        )
        start = (page - 1) * per_page
        results = list(rows[start : start + per_page])
    return Found(
        results=results,
        total=counted.total,
        facets=counted.facets,
        page=page,
        per_page=per_page,
        words_count=counted.words_count,
        unknown=_unknown(query, areas, houses),
    )


def suggestion(query: SearchQuery, *, user: Any, facts: Facts = NO_FACTS) -> SearchQuery | None:
    """For words that found nothing: the same search with the nearest known words, if it finds."""
    areas: list[ScopeArea] = facts.get("areas", lambda: list(ScopeArea.objects.in_order()))
    known = facts.get("known words", lambda: spelling.known_words(areas))
    other = spelling.mended(query, known)
    if other is None:
        return None
    return other if _narrowed(other, _asked(other, user), _institutions(other)).exists() else None


def as_spelled(query: SearchQuery) -> SearchQuery:
    """Tags as live practices spell them: “Trust” finds “trust”. One question, if tags are asked."""
    if not query.tag:
        return query
    spelled = tags_as_spelled(list(query.tag))
    return replace(query, tag=tuple(dict.fromkeys(spelled)))


def newest(query: SearchQuery, *, user: Any, most: int) -> list[Practice]:
    """The newest of what was asked for, for feeds."""
    rows = _narrowed(query, _asked(query, user), _institutions(query)).newest_first()
    return list(rows.select_related("institution").without_bodies()[:most])


def _institutions(query: SearchQuery) -> dict[str, Institution]:
    if not query.institution:
        return {}
    chosen = Institution.objects.filter(slug__in=query.institution)
    return {house.slug: house for house in chosen}


def _asked(query: SearchQuery, user: Any) -> QuerySet[Practice]:
    """Visible, and with the words; the facets are not applied yet."""
    visible = Practice.objects.findable_by(user)
    return visible.filter(search=_words(query)) if query.words else visible


def _words(query: SearchQuery) -> Words:
    return Words(query.words, search_type="websearch", config=CONFIG)


def _narrowed(query: SearchQuery, asked: QuerySet[Practice], houses: dict[str, Institution]) -> Any:
    if query.scope:
        asked = asked.filter(scopes__overlap=list(query.scope))
    if query.wall:
        asked = asked.filter(walls__overlap=list(query.wall))
    if query.tag:
        asked = asked.filter(tags__overlap=list(query.tag))
    if query.institution:
        asked = asked.filter(institution_id__in=[house.pk for house in houses.values()])
    if query.stage:
        asked = asked.filter(stage__in=query.stage)
    if query.story:
        asked = asked.filter(story__in=query.story)
    return asked


def _sorted(rows: Any, query: SearchQuery) -> Any:
    if query.order == "title":
        return rows.order_by(Lower("title"), "pk")
    if query.order == "adopted":
        return rows.order_by("-adopters", F("published_at").desc(nulls_first=True), "-pk")
    if query.order == "newest":
        return rows.newest_first()
    words = _words(query)
    # The same expression as the index practice_title_words.
    in_title = rows.annotate(title_words=SearchVector("title", config=CONFIG))
    by_title = in_title.filter(title_words=words).newest_first().values("pk")[:MOST_RANKED]
    by_age = rows.newest_first().values("pk")[:MOST_RANKED]
    rank = Case(
        When(
            Q(pk__in=by_title) | Q(pk__in=by_age),
            then=SearchRank(F("search"), words, cover_density=True),
        ),
        default=None,
        output_field=FloatField(),
    )
    return rows.order_by(
        rank.desc(nulls_last=True), F("published_at").desc(nulls_first=True), "-pk"
    )


def _unknown(
    query: SearchQuery, areas: list[ScopeArea], houses: dict[str, Institution]
) -> list[tuple[str, str]]:
    """Choices that name nothing there is. Tags are free words: any of them may exist."""
    known = facets.known_values(areas) | {"institution": set(houses)}
    return [
        (facet, value)
        for facet, value in query.choices()
        if facet in known and value not in known[facet]
    ]
