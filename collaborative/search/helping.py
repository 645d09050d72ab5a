"""What to try where a search found nothing: what to leave out, and which areas are near."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from practices.models import ScopeArea

from . import queries
from .in_words import Labels
from .params import SearchQuery
from .terms import KIND

# Each is counted: a search of many choices is loosened by its first ones.
MOST_TRIED = 12
MOST_AREAS = 4


@dataclass(frozen=True)
class Looser:
    """A search that asks for less, and how many practices it finds."""

    words: str
    count: int
    href: str


@dataclass(frozen=True)
class Near:
    """An area of work with practices that come near."""

    name: str
    wall: str
    count: int
    href: str


def loosened(query: SearchQuery, labels: Labels, *, user: Any) -> list[Looser]:
    """Without the words or a choice; where none of that is enough, each of them alone."""
    for tried in (list(_without(query, labels)), list(_alone(query, labels))):
        numbers = queries.counts([one for _, one in tried], user=user)
        found = [
            Looser(words, number, _address(one))
            for (words, one), number in zip(tried, numbers, strict=True)
            if number
        ]
        if found:
            return sorted(found, key=lambda one: -one.count)
    return []


def nearest_areas(query: SearchQuery, *, leads_to: Collection[str], user: Any) -> list[Near]:
    """Areas with most of what the words and the other choices find, wherever they are.

    Where nothing comes of that, those to which the words lead, with all that is in them.
    """
    wider = replace(query.without_sort(), scope=(), wall=())
    # The words and the choices; the words alone; the choices alone.
    bases = [wider, SearchQuery(words=query.words), wider.without_words()]
    bases = [one for one in dict.fromkeys(bases) if not one.is_empty]
    areas = list(ScopeArea.objects.in_order())
    for base, number in zip(bases, queries.counts(bases, user=user), strict=True):
        if not number:
            continue
        asked = [replace(base, scope=(area.slug,)) for area in areas]
        numbers = queries.counts(asked, user=user)
        found = [
            Near(area.short_name, area.wall, number, _address(one))
            for area, one, number in zip(areas, asked, numbers, strict=True)
            if number
        ]
        return sorted(found, key=lambda one: -one.count)[:MOST_AREAS]
    return _areas_of(leads_to, areas, user) if leads_to else []


def _areas_of(slugs: Collection[str], areas: list[ScopeArea], user: Any) -> list[Near]:
    named = [area for area in areas if area.slug in slugs]
    asked = [SearchQuery(scope=(area.slug,)) for area in named]
    numbers = queries.counts(asked, user=user)
    return [
        Near(area.short_name, area.wall, number, _address(one))
        for area, one, number in zip(named, asked, numbers, strict=True)
    ]


def _without(query: SearchQuery, labels: Labels) -> Iterator[tuple[str, SearchQuery]]:
    query = query.without_sort()
    if query.words and not query.without_words().is_empty:
        yield f"Without the words “{query.words}”", query.without_words()
    for facet, value in [*query.choices()][:MOST_TRIED]:
        less = query.without(facet, value)
        if not less.is_empty:
            yield f"Without {_called(facet, value, labels)}", less


def _alone(query: SearchQuery, labels: Labels) -> Iterator[tuple[str, SearchQuery]]:
    if query.words and any(query.choices()):
        yield f"Only the words “{query.words}”", SearchQuery(words=query.words)
    chosen = [*query.choices()][:MOST_TRIED]
    if len(chosen) + bool(query.words) > 1:
        for facet, value in chosen:
            alone: Any = {facet: (value,)}
            yield f"Only {_called(facet, value, labels)}", SearchQuery(**alone)


def _called(facet: str, value: str, labels: Labels) -> str:
    return f"{KIND[facet].label.lower()} “{labels.get((facet, value), value)}”"


def _address(query: SearchQuery) -> str:
    return f"{reverse('search:browse')}?{query.to_params()}"
