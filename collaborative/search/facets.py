"""How many practices each choice would leave: exact at any size, each facet as if nothing were
chosen in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

from pyroaring import BitMap

from members.models import Institution
from practices.models import ScopeArea

from .bitmaps import Index
from .params import SearchQuery
from .terms import FACET_KINDS, FacetKind, term

# Tags are free words and may be thousands; the most used are shown, and every chosen one.
MOST_TAGS = 30
# The same where a consortium has grown to many institutions.
MOST_INSTITUTIONS = 100
# Lists of more are shown in a box that scrolls.
LONG = 20


@dataclass(frozen=True)
class Value:
    """One choice within a facet."""

    value: str
    label: str
    count: int
    is_chosen: bool
    wall: str = ""

    @property
    def key(self) -> str:
        """Names the box in the page's HTML, the same from answer to answer, so focus stays."""
        return f"{crc32(self.value.encode()):08x}"


@dataclass(frozen=True)
class Facet:
    """One question that narrows a search, and its choices."""

    name: str
    label: str
    values: list[Value]
    note: str = ""

    @property
    def chosen(self) -> list[Value]:
        return [value for value in self.values if value.is_chosen]

    @property
    def is_long(self) -> bool:
        return len(self.values) > LONG

    @property
    def chosen_number(self) -> int:
        return len(self.chosen)


@dataclass(frozen=True)
class Names:
    """What values are called whose names people give."""

    areas: list[ScopeArea]
    # Slug -> name, in the order of names; also of those that have left.
    institutions: dict[str, str]
    left: frozenset[str] = frozenset()

    @classmethod
    def now(cls) -> Names:
        houses = list(Institution.objects.by_name().only("slug", "name", "state"))
        return cls(
            list(ScopeArea.objects.in_order()),
            {house.slug: house.name for house in houses},
            frozenset(house.slug for house in houses if not house.is_active),
        )

    def choices(self, kind: FacetKind) -> Iterable[tuple[str, str]]:
        if kind.name == "scope":
            return [(area.slug, area.name) for area in self.areas]
        if kind.name in {"institution", "adopter"}:
            return self.institutions.items()
        return kind.choices


def narrowed(query: SearchQuery, base: BitMap, index: Index, *, but: str = "") -> BitMap:
    """Those of `base` that answer to every choice; the choices of one facet may be left out."""
    for kind in FACET_KINDS:
        chosen = query.chosen(kind.name)
        if chosen and kind.name != but:
            base = base & index.having_any(term(kind.name, value) for value in chosen)
    return base


def count(query: SearchQuery, base: BitMap, index: Index, names: Names) -> list[Facet]:
    """All facets of a search among `base`: what its words find and the person may find."""
    everything = narrowed(query, base, index)
    return [
        _facet(
            kind, query,
            narrowed(query, base, index, but=kind.name) if query.chosen(kind.name) else everything,
            index, names,
        )
        for kind in FACET_KINDS
    ]  # fmt: skip


def _facet(kind: FacetKind, query: SearchQuery, among: BitMap, index: Index, names: Names) -> Facet:
    chosen = query.chosen(kind.name)
    walls = {area.slug: area.wall for area in names.areas} if kind.name == "scope" else {}
    if kind.name == "wall":
        walls = {value: value for value, _ in kind.choices}

    def number(value: str) -> int:
        return among.intersection_cardinality(index.having(term(kind.name, value)))

    if kind.name in {"tag", "year"}:
        counted = {value: n for value in index.values(kind.name) if (n := number(value))}
        counted |= {value: 0 for value in chosen if value not in counted}
        if kind.name == "year":
            order = [(value, value) for value in sorted(counted, reverse=True)]
        else:
            order = [(tag, tag) for tag in _most_used(counted, chosen, MOST_TAGS)]
    else:
        order = list(names.choices(kind))
        counted = {value: number(value) for value, _ in order}
        # Whoever never took anything up, or has left, is no choice unless something has it.
        hidden = set(counted) if kind.name == "adopter" else names.left
        order = [
            one for one in order if one[0] not in hidden or counted[one[0]] or one[0] in chosen
        ]
        if len(order) > MOST_INSTITUTIONS:
            kept = set(_most_used(counted, chosen, MOST_INSTITUTIONS))
            order = [one for one in order if one[0] in kept]
    return Facet(
        name=kind.name,
        label=kind.label,
        note=kind.note,
        values=[
            Value(value, label, counted.get(value, 0), value in chosen, walls.get(value, ""))
            for value, label in order
        ],
    )


def _most_used(counted: dict[str, int], chosen: Iterable[str], most: int) -> list[str]:
    """The most used first; what was chosen stays in sight even when nothing has it."""
    chosen = set(chosen)
    ordered = sorted(counted, key=lambda value: (value not in chosen, -counted[value], value))
    kept = ordered[: most + len(chosen)]
    return sorted(kept, key=lambda value: (-counted[value], value))


def unknown(query: SearchQuery, names: Names) -> list[tuple[str, str]]:
    """Choices that name nothing there is. Tags and years are free: any of them may exist."""
    known = {
        kind.name: {value for value, _ in names.choices(kind)}
        for kind in FACET_KINDS
        if query.chosen(kind.name) and kind.name not in {"tag", "year"}
    }
    return [
        (facet, value)
        for facet, value in query.choices()
        if facet in known and value not in known[facet]
    ]
