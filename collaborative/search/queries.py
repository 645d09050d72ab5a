"""Finding practices: who may find what, what was asked for, and one page of the answer.

`visible` is the one way in: sets of what a person may find, by the rule of
`Practice.objects.findable_by`; every count, suggestion and page starts from it, so a draft that a
person may not see is in none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
from .looking import Looking, Matches, lexemes
from .params import MOST_ROWS, NoSuchPage, SearchQuery, TooFarDown
from .synonym_queries import current_vocabulary
from .synonyms import Vocabulary
from .terms import LIVE, owner_term
from .wording import Part, Wording

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
    # (what was typed, what was looked for instead): slips of the keys.
    mended: tuple[tuple[str, str], ...] = ()
    # How many of all that match have every word, where others have most of them.
    with_all: int | None = None
    # As far down as this list may be read.
    most_rows: int = MOST_ROWS

    @property
    def pages(self) -> int:
        """All that hold something; `reachable` are those that are shown."""
        return _pages(self.total, self.per_page)

    @property
    def reachable(self) -> int:
        return _pages(min(self.total, self.most_rows), self.per_page)


@dataclass(frozen=True)
class _Asked:
    """A question, understood, and the sets it is answered from."""

    index: Index
    looking: Looking | None
    wording: Wording
    # Visible, and with the words; the choices are not applied yet.
    matches: Matches
    mended: tuple[tuple[str, str], ...] = ()

    @property
    def base(self) -> BitMap:
        return self.matches.all

    @property
    def words_count(self) -> bool:
        return self.looking is None or self.looking.counts


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
    most_rows: int = MOST_ROWS,
) -> Found:
    """What this person may see of what was asked for.

    `cards_only` reads the finished HTML of live practices and nothing else of them. `facts` are
    what is already known of the public: counts do not change from page to page of a list.
    Raises NoSuchPage beyond the last page, and TooFarDown where only `most_rows` end the list.
    """
    names = facts.get("names", Names.now)
    asked = _ask(query, user=user, without=without, facts=facts)
    found = facets.narrowed(query, asked.base, asked.index)
    counted = facts.get(
        ("counts", query.without_sort(), tuple(sorted(without))),
        lambda: facets.count(query, asked.base, asked.index, names),
    )
    if page > _pages(len(found), per_page):
        raise NoSuchPage
    if page > _pages(min(len(found), most_rows), per_page):
        raise TooFarDown
    numbers = []
    if found:
        numbers = ranking.page_of(
            query, found, asked.index, asked.looking, asked.matches,
            start=(page - 1) * per_page, most=per_page, most_rows=most_rows,
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
        mended=asked.mended,
        with_all=_with_all(asked, found),
        most_rows=most_rows,
    )


def _pages(rows: int, per_page: int) -> int:
    return max(1, -(-rows // per_page))


def _with_all(asked: _Asked, found: BitMap) -> int | None:
    """None where all of them have all the words, as is usual."""
    with_all = len(asked.matches.tiers[0] & found)
    return None if with_all == len(found) else with_all


def count(query: SearchQuery, *, user: Any) -> int:
    """How many this person finds."""
    asked = _ask(query, user=user)
    return len(facets.narrowed(query, asked.base, asked.index))


def counts(queries: Iterable[SearchQuery], *, user: Any) -> list[int]:
    """The same for several searches, as of one moment; as many questions for many as for two."""
    return [
        len(facets.narrowed(query, asked.base, asked.index))
        for query, asked in _each(queries, user)
    ]


def matching_each(queries: Iterable[SearchQuery], *, user: Any) -> list[BitMap]:
    """What several searches find for this person with all of their words, as `counts` looks."""
    return [
        facets.narrowed(query, asked.matches.tiers[0], asked.index)
        for query, asked in _each(queries, user)
    ]


def _each(queries: Iterable[SearchQuery], user: Any) -> Iterator[tuple[SearchQuery, _Asked]]:
    queries = list(queries)
    if not queries:
        return
    index = bitmaps.current()
    seen = visible(index, user)
    vocabulary = current_vocabulary()
    read = [wording.read(query.words, vocabulary) for query in queries]
    stems = lexemes(words for one in read for part in one.parts for words in part.looked_for)
    index.holding_each(list(filter(None, stems.values())))
    for query in queries:
        yield query, _answer(query, index, seen, vocabulary, mends=False)


def first(query: SearchQuery, *, user: Any, most: int) -> tuple[list[int], int]:
    """The numbers of the first of what was asked for, in its order, and how many there are."""
    asked = _ask(query, user=user)
    found = facets.narrowed(query, asked.base, asked.index)
    numbers = ranking.page_of(
        query, found, asked.index, asked.looking, asked.matches,
        start=0, most=most, most_rows=most,
    )  # fmt: skip
    return numbers, len(found)


def newest(query: SearchQuery, *, user: Any, most: int) -> list[Practice]:
    """The newest of what was asked for, for feeds."""
    numbers, _ = first(replace(query, sort="newest"), user=user, most=most)
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
) -> _Asked:
    vocabulary = None
    if query.words and SYNONYMS not in without:
        vocabulary = facts.get("vocabulary", current_vocabulary)
    index = bitmaps.current()
    seen = visible(index, user)
    return _answer(query, index, seen, vocabulary, mends=TYPOS not in without)


def _answer(
    query: SearchQuery,
    index: Index,
    seen: BitMap,
    vocabulary: Vocabulary | None,
    *,
    mends: bool,
) -> _Asked:
    if not query.words:
        return _Asked(index, None, Wording(""), Matches((seen,)))
    looking = Looking(wording.read(query.words, vocabulary))
    mended: dict[Part, str] = {}
    if mends:
        mended = _mended(looking, index, seen, vocabulary)
        if mended:
            looking = Looking(wording.read(looking.wording.with_words(mended), vocabulary))
    return _Asked(
        index,
        looking,
        looking.wording,
        looking.matches(index, seen),
        tuple((part.typed, meant) for part, meant in mended.items()),
    )


def _mended(
    looking: Looking, index: Index, seen: BitMap, vocabulary: Vocabulary | None
) -> dict[Part, str]:
    """The nearest known word for each by which this person finds nothing, where there is one."""

    def finds(word: str) -> bool:
        return bool(Looking(wording.read(word, vocabulary)).found(index, seen))

    looking.bring(index)
    unknown = [
        part
        for part in looking.wanted
        if not part.is_quoted
        and not part.is_known
        and seen.isdisjoint(looking.holding(part, index))
    ]
    words = vocabulary.words if vocabulary else ()
    nearest = {
        part: spelling.nearest(part.typed, finds=finds, also=words)
        for part in unknown[: spelling.MOST_MENDED]
    }
    return {part: meant for part, meant in nearest.items() if meant}


def _read(numbers: list[int], user: Any, *, cards_only: bool) -> list[Practice]:
    """The rows of these numbers in their order, asked for once more as this person's."""
    if not numbers:
        return []
    rows = Practice.objects.findable_by(user).filter(pk__in=numbers)
    rows = (
        rows.only("live", "card_html", "slug", "title", "study_design", "consistency")
        if cards_only
        else rows.select_related("institution").without_bodies()
    )
    by_number = {row.pk: row for row in rows}
    return [by_number[pk] for pk in numbers if pk in by_number]
