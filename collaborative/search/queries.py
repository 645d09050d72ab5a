"""Finding practices: who may find what, what was asked for, and one page of the answer.

`visible` is the one way in: sets of what a person may find, by the rule of
`Practice.objects.findable_by`; every count, suggestion and page starts from it, so a draft that a
person may not see is in none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from pyroaring import BitMap

from collaborative.core.middleware.public_cache import NO_FACTS, Facts
from members.permissions import institutions_of, is_site_admin
from practices.models import Practice
from practices.queries import tags_as_spelled

from . import bitmaps, facets, ranking, spelling, wording
from .bitmaps import Index
from .facets import Facet, Names
from .params import MOST_ROWS, NoSuchPage, SearchQuery
from .terms import LIVE, owner_term, term
from .wording import Looking, Part, Wording

# What a search does beside looking for what was typed; each may be left out to measure it.
SYNONYMS, TYPOS = "synonyms", "typos"
Choice = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """One page of an answer and what surrounds it."""

    results: list[Practice]
    total: int
    facets: list[Facet]
    page: int
    per_page: int
    words_count: bool
    unknown: list[Choice]
    wording: Wording
    looking: Looking | None = None

    @property
    def pages(self) -> int:
        """All that hold something; `reachable` are those that are shown."""
        return max(1, -(-self.total // self.per_page))

    @property
    def reachable(self) -> int:
        return min(self.pages, max(1, MOST_ROWS // self.per_page))

    @property
    def mended(self) -> list[Part]:
        """Words that found nothing, with what was looked for instead."""
        return [part for part in self.wording.parts if part.meant]


@dataclass(frozen=True)
class _Asked:
    """A question, understood, and the sets it is answered from."""

    index: Index
    looking: Looking | None
    wording: Wording
    # Visible, and with the words; the choices are not applied yet.
    base: BitMap
    words_count: bool


def visible(index: Index, user: Any) -> BitMap:
    """[DP13] What lists, counts and search show this person. Twin of Practice.findable_by_q."""
    if is_site_admin(user):
        return BitMap.union(index.having(LIVE), *index.owned())
    own = (owner_term(pk) for pk in institutions_of(user))
    return BitMap.union(index.having(LIVE), *(index.having(one) for one in own))


def find(
    query: SearchQuery,
    *,
    user: Any,
    page: int = 1,
    per_page: int = 20,
    cards_only: bool = False,
    facts: Facts = NO_FACTS,
    without: Collection[str] = (),
) -> Found:
    """What this person may see of what was asked for.

    `cards_only` reads the finished HTML of live practices and nothing else of them. `facts` are
    what is already known of the public: counts do not change from page to page of a list.
    Raises NoSuchPage beyond the last page, and beyond MOST_ROWS rows.
    """
    names = facts.get("names", Names.now)
    asked = _ask(query, user=user, without=without, facts=facts)
    with asked.index.lock:
        found = facets.narrowed(query, asked.base, asked.index)
        counted = facts.get(
            ("counts", query.without_sort(), tuple(sorted(without))),
            lambda: facets.count(query, asked.base, asked.index, names),
        )
    last = max(1, -(-min(len(found), MOST_ROWS) // per_page))
    if page > last:
        raise NoSuchPage
    numbers = []
    if found:
        numbers = ranking.page_of(
            query, found, asked.index, asked.looking,
            start=(page - 1) * per_page, most=per_page,
        )  # fmt: skip
    return Found(
        results=_read(numbers, user, cards_only=cards_only),
        total=len(found),
        facets=counted,
        page=page,
        per_page=per_page,
        words_count=asked.words_count,
        unknown=facets.unknown(query, names),
        wording=asked.wording,
        looking=asked.looking,
    )


def count(query: SearchQuery, *, user: Any) -> int:
    """How many this person finds."""
    asked = _ask(query, user=user)
    return len(facets.narrowed(query, asked.base, asked.index))


def counts(queries: Iterable[SearchQuery], *, user: Any) -> list[int]:
    """The same for several searches, as of one moment."""
    index = bitmaps.current()
    seen = visible(index, user)
    return [
        len(facets.narrowed(query, _ask(query, user=user, given=(index, seen)).base, index))
        for query in queries
    ]


def matching(query: SearchQuery, *, user: Any, among: Collection[int]) -> set[int]:
    """Which of these practices a search finds for this person."""
    asked = _ask(query, user=user)
    return set(facets.narrowed(query, asked.base, asked.index) & BitMap(among))


def everything(query: SearchQuery, *, user: Any) -> BitMap:
    """All that this person finds, as numbers."""
    asked = _ask(query, user=user)
    return facets.narrowed(query, asked.base, asked.index)


def matching_each(
    queries: Iterable[SearchQuery], *, user: Any, among: Collection[int]
) -> list[set[int]]:
    """The same for many searches, as of one moment."""
    index = bitmaps.current()
    # What was mistyped is mended by all that there is, so `among` comes last.
    seen, wanted = visible(index, user), BitMap(among)
    return [
        set(
            facets.narrowed(query, _ask(query, user=user, given=(index, seen)).base & wanted, index)
        )
        for query in queries
    ]


def cross(
    user: Any, rows: Iterable[Choice], columns: Iterable[Choice]
) -> dict[tuple[Choice, Choice], int]:
    """How many practices that this person may find answer to both of two choices."""
    index = bitmaps.current()
    columns = list(columns)
    with index.lock:
        seen = visible(index, user)
        held = {one: index.having(term(*one)) for one in columns}
        return {
            (row, column): (seen & index.having(term(*row))).intersection_cardinality(held[column])
            for row in rows
            for column in columns
        }


def newest(query: SearchQuery, *, user: Any, most: int) -> list[Practice]:
    """The newest of what was asked for, for feeds."""
    asked = _ask(query, user=user)
    found = facets.narrowed(query, asked.base, asked.index)
    by_age = replace(query, sort="newest")
    numbers = ranking.page_of(by_age, found, asked.index, asked.looking, start=0, most=most)
    return _read(numbers, user, cards_only=False)


def as_spelled(query: SearchQuery) -> SearchQuery:
    """Tags as live practices spell them: “Trust” finds “trust”. One question, if tags are asked."""
    if not query.tag:
        return query
    spelled = tags_as_spelled(list(query.tag))
    return replace(query, tag=tuple(dict.fromkeys(spelled)))


def _ask(
    query: SearchQuery,
    *,
    user: Any,
    without: Collection[str] = (),
    facts: Facts = NO_FACTS,
    given: tuple[Index, BitMap] | None = None,
) -> _Asked:
    index, seen = given or (None, None)
    if index is None or seen is None:
        index = bitmaps.current()
        seen = visible(index, user)
    if not query.words:
        return _Asked(index, None, Wording(""), seen, words_count=True)
    said = wording.read(query.words)
    looking = Looking(said)
    if TYPOS not in without:
        looking = _mended(looking, index, seen)
    found = looking.found(index, seen)
    return _Asked(index, looking, looking.wording, found, words_count=looking.counts)


def _mended(looking: Looking, index: Index, seen: BitMap) -> Looking:
    """The same with the nearest known word in place of each by which nothing is found."""
    meant: dict[Part, str] = {}
    for part in looking.wording.wanted:
        held = looking.holding(part, index)
        if held is None or part.is_quoted or not seen.isdisjoint(held):
            continue
        if len(meant) < spelling.MOST_MENDED:
            meant[part] = spelling.nearest(part.typed, finds=lambda word: _finds(word, index, seen))
    if not any(meant.values()):
        return looking
    return Looking(
        looking.wording.with_parts(lambda part: replace(part, meant=meant.get(part, "")))
    )


def _finds(word: str, index: Index, seen: BitMap) -> int:
    stem = wording.lexemes([word])[word]
    return seen.intersection_cardinality(index.holding(stem)) if stem else 0


def _read(numbers: list[int], user: Any, *, cards_only: bool) -> list[Practice]:
    """The rows of these numbers in their order, asked for once more as this person's."""
    if not numbers:
        return []
    rows = Practice.objects.findable_by(user).filter(pk__in=numbers)
    rows = (
        rows.only("live", "card_html")
        if cards_only
        else rows.select_related("institution").without_bodies()
    )
    by_number = {row.pk: row for row in rows}
    return [by_number[pk] for pk in numbers if pk in by_number]
