"""What a visitor asked for, read from the address. Nothing in an address can break a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict

from .folding import UNSEEN
from .terms import FACETS

SORTS = ("relevance", "newest", "adopted", "verified", "evidence", "title")

LONGEST_WORDS = 200
LONGEST_VALUE = 120
MOST_VALUES = 30
# Nobody reads so far down a list: narrowing it finds more.
MOST_ROWS = 1_000
# Nine digits are more pages than there will ever be, and fewer than PostgreSQL's OFFSET can hold.
PAGE = re.compile(r"[1-9][0-9]{0,8}")


class NoSuchPage(Http404):
    """A page number that no list has."""


class TooFarDown(NoSuchPage):
    """A page that would hold something, but lies beyond what a list shows."""


@dataclass(frozen=True)
class SearchQuery:
    """Words and choices. Values of one facet widen the answer, facets narrow each other.

    A value that no practice has is kept: it finds nothing, as an unknown word does.
    """

    words: str = ""
    wall: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    population: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    community: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    staffing: tuple[str, ...] = ()
    institution: tuple[str, ...] = ()
    adopter: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    sort: str = ""
    was_cut: bool = False
    # More values were named than anybody chooses: the first ones count.
    has_too_many: bool = False

    @classmethod
    def from_params(cls, params: QueryDict) -> SearchQuery:
        words = " ".join(_as_seen(params.get("q", "")).split())
        sort = params.get("sort", "")
        chosen = {facet: _values(params, facet) for facet in FACETS}
        has_too_many = any(len(values) > MOST_VALUES for values in chosen.values())
        return cls(
            words=words[:LONGEST_WORDS].strip(),
            sort=sort if sort in SORTS else "",
            was_cut=len(words) > LONGEST_WORDS,
            has_too_many=has_too_many,
            **{facet: values[:MOST_VALUES] for facet, values in chosen.items()},
        )

    def chosen(self, facet: str) -> tuple[str, ...]:
        return getattr(self, facet)

    def choices(self) -> Iterator[tuple[str, str]]:
        """Every (facet, value) in the order of the facets."""
        for facet in FACETS:
            for value in self.chosen(facet):
                yield facet, value

    @property
    def order(self) -> str:
        """How the answer is sorted: words ask for relevance unless the visitor chose otherwise."""
        if self.sort == "relevance" and not self.words:
            return "newest"
        return self.sort or ("relevance" if self.words else "newest")

    @property
    def is_empty(self) -> bool:
        return not self.words and not any(self.choices())

    def without(self, facet: str, value: str) -> SearchQuery:
        kept = tuple(other for other in self.chosen(facet) if other != value)
        changed: dict[str, Any] = {facet: kept}
        return replace(self, **changed)

    def without_words(self) -> SearchQuery:
        return replace(self, words="", was_cut=False)

    def without_sort(self) -> SearchQuery:
        """What is counted: the same however it is sorted."""
        return replace(self, sort="")

    def to_params(self) -> str:
        """The canonical address of this search: no page, no defaults, one order of names."""
        pairs = [("q", self.words)] if self.words else []
        pairs += self.choices()
        if self.sort:
            pairs.append(("sort", self.sort))
        return urlencode(pairs)


def page_number(params: QueryDict) -> int:
    """The page asked for; anything but a plain whole number has no page."""
    text = params.get("page", "").strip()
    if not text:
        return 1
    if not PAGE.fullmatch(text):
        raise NoSuchPage
    return int(text)


def _values(params: QueryDict, facet: str) -> tuple[str, ...]:
    given = (_as_seen(value).strip()[:LONGEST_VALUE] for value in params.getlist(facet))
    return tuple(dict.fromkeys(value for value in given if value))


def _as_seen(text: str) -> str:
    """Without signs that nobody sees, and without NUL, which PostgreSQL has not.

    A browser's NUL is refused before it comes here; an address that somebody kept may hold one.
    """
    return text.translate(UNSEEN).replace("\x00", " ")
