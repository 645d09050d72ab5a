"""The gap map: how many practices there are for whom and where, area by area, and what is missing.

The public's view whoever asks: only live practices are counted, so a draft changes no cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse

from collaborative.core.minnesota import COUNTY_BY_SLUG, REGIONS, county_slug
from practices.choices import MinnesotaGroup, Population
from practices.enums import Wall
from practices.models import ScopeArea

from .counting import Choice, cross

NOBODY = AnonymousUser()
# What is told as missing most: more would be a table again.
MOST_NAMED = 6

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Cell:
    """How many practices are in one area for one line, and where they are found."""

    area: ScopeArea
    count: int
    href: str
    # Where a reader can help who meets a zero.
    invites: str


@dataclass(frozen=True)
class Line:
    """One group of people or one region, area by area."""

    label: str
    count: int
    href: str
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return not self.count


@dataclass(frozen=True)
class Part:
    """Lines that belong together, under a heading of their own if there are several parts."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True)
class Missing:
    """A zero where much is told on both sides."""

    line: str
    cell: Cell


@dataclass(frozen=True)
class Table:
    """Scope areas across, something else down."""

    slug: str
    noun: str
    areas: list[Cell]
    parts: list[Part]
    total: int
    # Practices that stand in no line.
    elsewhere: int

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def width(self) -> int:
        """Columns with the heads of lines and the last one."""
        return len(self.areas) + 2

    @property
    def walls(self) -> list[tuple[str, int]]:
        """The sides of the walls above the areas: which, and how many areas wide."""
        walls = (str(Wall(cell.area.wall)) for cell in self.areas)
        return [(wall, len(list(same))) for wall, same in groupby(walls)]

    @property
    def without_any(self) -> list[str]:
        """Lines in which nothing is told at all."""
        return [line.label for line in self.lines if line.is_empty]

    @property
    def missing_most(self) -> list[Missing]:
        """Zeros where one would expect most: in lines and areas that are both often told."""
        wide = {cell.area.slug: cell.count for cell in self.areas}
        zeros = [
            (line.count * wide[cell.area.slug], Missing(line.label, cell))
            for line in self.lines
            for cell in line.cells
            if not cell.count and line.count and wide[cell.area.slug]
        ]
        # Sorting is stable: of equals the one that stands first is told first.
        return [one for _, one in sorted(zeros, key=lambda zero: -zero[0])][:MOST_NAMED]

    @property
    def zeros(self) -> int:
        return sum(not cell.count for line in self.lines for cell in line.cells)

    @property
    def size(self) -> int:
        return sum(len(line.cells) for line in self.lines)


def tables() -> list[Table]:
    """Both tables: one question each, one for the areas, one for where institutions serve."""
    areas = list(ScopeArea.objects.in_order())
    return [_by_people(areas), _by_region(areas)]


def table(slug: str) -> Table | None:
    """One of them alone."""
    make = {"people": _by_people, "regions": _by_region}.get(slug)
    return make(list(ScopeArea.objects.in_order())) if make else None


def rows(one: Table) -> Iterator[list[Any]]:
    """The table for a spreadsheet, the head first."""
    yield [one.noun.capitalize(), *(cell.area.name for cell in one.areas), "Any area"]
    for line in one.lines:
        yield [line.label, *(cell.count for cell in line.cells), line.count]
    yield ["All practices", *(cell.count for cell in one.areas), one.total]


def may_ask() -> bool:
    """Whether there is a page on which the consortium can be asked."""
    try:
        return bool(reverse("search:ask"))
    except NoReverseMatch:
        return False


def share_or_ask(area: ScopeArea, more: Pairs) -> str:
    """Where a zero leads: to a question that all members see, with the gap filled in."""
    if may_ask():
        return f"{reverse('search:ask')}?{urlencode([('scope', area.slug), *more])}"
    return reverse("practices:share")


def _by_people(areas: list[ScopeArea]) -> Table:
    groups = [
        ("Federal categories of 2024", [(str(name), [("population", value)]) for value, name in
                                        Population.choices]),
        ("Minnesota groups", [(str(name), [("population", value)]) for value, name in
                              MinnesotaGroup.choices]),
    ]  # fmt: skip
    every = (*Population.values, *MinnesotaGroup.values)
    return _table("people", "group of people", areas, groups, Choice("population", every))


def _by_region(areas: list[ScopeArea]) -> Table:
    lines = [
        (region.name, [("county", county_slug(county)) for county in region.counties])
        for region in REGIONS
    ]
    every = tuple(COUNTY_BY_SLUG)
    return _table("regions", "region", areas, [("", lines)], Choice("county", every))


def _table(
    slug: str,
    noun: str,
    areas: list[ScopeArea],
    groups: Sequence[tuple[str, list[tuple[str, Pairs]]]],
    any_line: Choice,
) -> Table:
    asked = [line for _, lines in groups for line in lines]
    choices = [Choice(pairs[0][0], tuple(value for _, value in pairs)) for _, pairs in asked]
    counted = cross(NOBODY, [*choices, any_line], [Choice("scope", (area.slug,)) for area in areas])
    places = iter(range(len(asked)))
    parts = []
    for heading, lines in groups:
        made = []
        for label, pairs in lines:
            place = next(places)
            cells = [
                _cell(area, counted.both(place, column), pairs) for column, area in enumerate(areas)
            ]
            made.append(Line(label, counted.in_row(place), _found_at(pairs), cells))
        parts.append(Part(heading, made))
    across = [_cell(area, counted.in_column(column), []) for column, area in enumerate(areas)]
    elsewhere = counted.all - counted.in_row(len(asked))
    return Table(slug, noun, across, parts, counted.all, elsewhere)


def _cell(area: ScopeArea, count: int, more: Pairs) -> Cell:
    href = _found_at([("scope", area.slug), *more])
    return Cell(area, count, href, share_or_ask(area, more))


def _found_at(pairs: Pairs) -> str:
    return f"{reverse('search:browse')}?{urlencode(pairs)}"
