"""Which institutions gave to and took from which, laid out so that it can be drawn."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from practices.enums import AdoptionState
from practices.models import Adoption

NOBODY = AnonymousUser()
# What is drawn and told in the table; the pages of institutions tell the rest.
MOST_LINKS = 60
MOST_NAMED = 2
LETTERS, LINES = 13, 4  # of a name beside the picture, as a phone has room for
LEADING, AIR = 1.1, 0.9  # rem: from line to line of a name, and between two names
STEP = 100  # units of the drawing between two rows
COLORS = 4
WIDEST = 3


@dataclass(frozen=True)
class House:
    name: str
    slug: str

    @property
    def url(self) -> str:
        return f"/institutions/{self.slug}/"


@dataclass(frozen=True)
class Link:
    """All that one institution took up from another."""

    giver: House
    taker: House
    counts: dict[str, int]
    practices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def more(self) -> int:
        return self.total - len(self.practices)

    @property
    def kind(self) -> str:
        """How the line is drawn: by the furthest of what was taken up."""
        if self.counts[AdoptionState.ADOPTED]:
            return "used"
        return "tried" if self.counts[AdoptionState.TRYING] else "other"

    @property
    def width(self) -> int:
        return min(self.total, WIDEST)

    @property
    def says(self) -> str:
        """“2 adopted, 1 trying”."""
        return ", ".join(
            f"{self.counts[state]} {state.label.lower()}"
            for state in AdoptionState
            if self.counts[state]
        )


@dataclass(frozen=True)
class Node:
    """An institution in a column of the picture."""

    house: House
    y: float  # rem
    unit: float  # of the drawing
    lines: list[str]

    @property
    def first_line(self) -> float:
        """Where its name begins, so that its lines stand around its dot. In rem."""
        return round(self.y - LEADING / 2 * (len(self.lines) - 1) + 0.3, 2)


@dataclass(frozen=True)
class Line:
    path: str
    kind: str
    width: int
    color: int
    title: str


@dataclass(frozen=True)
class Spread:
    links: list[Link]
    total: int  # links there are, drawn or not
    givers: list[Node]
    takers: list[Node]
    lines: list[Line]
    rem: float
    units: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.links)


def spread() -> Spread:
    """Two questions: who took up how much from whom, and a few titles for each."""
    pairs = _pairs()
    shown = pairs[:MOST_LINKS]
    titles = _titles(shown)
    links = [
        Link(
            House(row["giver_name"], row["giver_slug"]),
            House(row["taker_name"], row["taker_slug"]),
            {state: row[state] for state in AdoptionState},
            titles.get((row["giver"], row["taker"]), []),
        )
        for row in shown
    ]
    return _drawn(links, total=len(pairs))


def _pairs() -> list[dict[str, Any]]:
    """Every pair with its numbers, the most first; by name where they are equal."""
    public = Adoption.objects.visible_to(NOBODY).confirmed().order_by()
    return list(
        public.values(
            giver=F("practice__institution"),
            taker=F("institution"),
            giver_name=F("practice__institution__name"),
            giver_slug=F("practice__institution__slug"),
            taker_name=F("institution__name"),
            taker_slug=F("institution__slug"),
        )
        .annotate(
            number=Count("pk"),
            **{str(state): Count("pk", filter=Q(state=state)) for state in AdoptionState},
        )
        .order_by("-number", "giver_name", "taker_name")
    )


def _titles(pairs: list[dict[str, Any]]) -> dict[tuple[int, int], list[tuple[str, str]]]:
    if not pairs:
        return {}
    rows = (
        Adoption.objects.visible_to(NOBODY)
        .confirmed()
        .filter(
            institution__in={row["taker"] for row in pairs},
            practice__institution__in={row["giver"] for row in pairs},
        )
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=["practice__institution", "institution"],
                order_by=["practice__title", "pk"],
            )
        )
        .filter(place__lte=MOST_NAMED)
        .order_by("place")
        .values_list("practice__institution", "institution", "practice__title", "practice__slug")
    )
    found: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for giver, taker, title, slug in rows:
        found.setdefault((giver, taker), []).append((title, f"/practices/{slug}/"))
    return found


def _drawn(links: list[Link], *, total: int) -> Spread:
    """Givers on the left, those who gave most above; takers on the right, near their givers.

    The same ledger is drawn the same way each time.
    """
    gave = Counter[House]()
    for link in links:
        gave[link.giver] += link.total
    givers = sorted(gave, key=lambda house: (-gave[house], house.name))
    place = {house: number for number, house in enumerate(givers)}
    near: dict[House, list[int]] = {}
    for link in links:
        near.setdefault(link.taker, []).extend([place[link.giver]] * link.total)
    takers = sorted(near, key=lambda house: (sum(near[house]) / len(near[house]), house.name))
    rows = max(len(givers), len(takers), 1)
    row = max([len(_broken(house.name)) for house in place | near] or [1]) * LEADING + AIR
    left, right = _column(givers, rows, row), _column(takers, rows, row)
    at = {node.house: node.unit for node in left}, {node.house: node.unit for node in right}
    lines = [
        Line(
            _curve(at[0][link.giver], at[1][link.taker]),
            link.kind,
            link.width,
            place[link.giver] % COLORS + 1,
            f"{link.giver.name} to {link.taker.name}: {link.says}",
        )
        for link in links
    ]
    return Spread(links, total, left, right, lines, rem=round(rows * row, 2), units=rows * STEP)


def _column(houses: list[House], rows: int, row: float) -> list[Node]:
    """Spread evenly over the height of the longer column."""
    nodes = []
    for number, house in enumerate(houses):
        part = (number + 0.5) * rows / len(houses)
        nodes.append(Node(house, round(part * row, 2), round(part * STEP, 1), _broken(house.name)))
    return nodes


def _broken(name: str) -> list[str]:
    """A long name in a few short lines; the table has it in full."""
    return textwrap.wrap(name, LETTERS, max_lines=LINES, placeholder="…") or [name]


def _curve(start: float, end: float) -> str:
    return f"M0 {start:g}C50 {start:g} 50 {end:g} 100 {end:g}"
