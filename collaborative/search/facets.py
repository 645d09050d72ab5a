"""How many practices each choice would leave: all facets and the total in one statement.

Each row is judged once against every facet that has a choice; the facets it fails are bits of one
number. A row counts towards the total when it fails none, and within a facet when it fails none
or that facet alone: so each facet is counted as if nothing were chosen in it.
"""

# ruff: noqa: S608  only names of columns and tables are put into the text, values never

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db import connection
from django.db.models import QuerySet

from members.models import Institution
from practices.enums import Stage, Story, Wall
from practices.models import Practice, ScopeArea

from .params import FACETS, SearchQuery

# Tags are free words and may be thousands; the most used are shown, and every chosen one.
MOST_TAGS = 30
LABELS = {
    "scope": "Area of work",
    "wall": "Side of the walls",
    "institution": "Institution",
    "tag": "Tag",
    "stage": "Stage",
    "story": "Kind of story",
}
BIT = {facet: 1 << place for place, facet in enumerate(FACETS)}
COLUMN = {
    "scope": "scopes",
    "wall": "walls",
    "institution": "institution_id",
    "tag": "tags",
    "stage": "stage",
    "story": "story",
}
ARRAYS = {"scope", "wall", "tag"}


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

    @property
    def chosen(self) -> list[Value]:
        return [value for value in self.values if value.is_chosen]


@dataclass(frozen=True)
class Counted:
    total: int
    facets: list[Facet]
    # False when the words hold nothing that is searched for: only “the”, “and” or signs.
    words_count: bool


def count(
    query: SearchQuery,
    *,
    among: QuerySet[Practice],
    areas: list[ScopeArea],
    institutions: dict[str, Institution],
) -> Counted:
    """Total and facets of `query` among the rows that hold its words and may be seen."""
    rows = _rows(query, among, institutions)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    names = {slug: house.name for slug, house in institutions.items()}
    for facet, value, label, number in rows:
        counts[facet][value] = number
        if facet == "institution":
            names[value] = label
    return Counted(
        total=counts["total"].get("", 0),
        facets=[_facet(name, query, counts[name], areas, names) for name in FACETS],
        words_count=not query.words or counts["words"].get("", 0) > 0,
    )


def known_values(areas: list[ScopeArea]) -> dict[str, set[str]]:
    """What can be chosen where the choices do not come from practices."""
    return {
        "scope": {area.slug for area in areas},
        "wall": set(Wall.values),
        "stage": set(Stage.values),
        "story": set(Story.values),
    }


def _rows(
    query: SearchQuery, among: QuerySet[Practice], institutions: dict[str, Institution]
) -> list[tuple[str, str, str, int]]:
    columns = among.order_by().values("id", *COLUMN.values())
    inner, inner_params = columns.query.sql_with_params()
    misses, misses_params = _misses(query, institutions)
    parts = ["SELECT 'total', '', '', count(*) FROM judged WHERE misses = 0"]
    params: list[Any] = [*inner_params, *misses_params]
    for facet in FACETS:
        part, part_params = _part(facet, query)
        parts.append(part)
        params += part_params
    if query.words:
        parts.append("SELECT 'words', '', '', numnode(websearch_to_tsquery('english', %s))::bigint")
        params.append(query.words)
    union = "\nUNION ALL\n".join(f"({part})" for part in parts)
    statement = f"""
        WITH matched AS ({inner}),
        judged AS MATERIALIZED (SELECT *, {misses} AS misses FROM matched)
        {union}
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall()


def _misses(query: SearchQuery, institutions: dict[str, Institution]) -> tuple[str, list[Any]]:
    """The bits of the facets that a row fails."""
    terms, params = [], []
    for facet in FACETS:
        if not query.chosen(facet):
            continue
        chosen: list[Any] = list(query.chosen(facet))
        if facet == "institution":
            chosen = [house.pk for house in institutions.values()]
            test = f"{COLUMN[facet]} = ANY(%s::bigint[])"
        elif facet in ARRAYS:
            test = f"{COLUMN[facet]} && %s::varchar[]"
        else:
            test = f"{COLUMN[facet]} = ANY(%s::varchar[])"
        terms.append(f"CASE WHEN {test} THEN 0 ELSE {BIT[facet]} END")
        params.append(chosen)
    return " + ".join(terms) or "0", params


def _part(facet: str, query: SearchQuery) -> tuple[str, list[Any]]:
    """The counts of one facet: (its name, value, label where it has one, number)."""
    column = COLUMN[facet]
    kept = f"(misses = 0 OR misses = {BIT[facet]})" if query.chosen(facet) else "misses = 0"
    if facet == "institution":
        return (
            f"""
            SELECT '{facet}', house.slug, house.name, part.n
            FROM (SELECT {column}, count(*) AS n FROM judged WHERE {kept} GROUP BY 1) part
            JOIN members_institution house ON house.id = part.{column}
        """,
            [],
        )
    if facet not in ARRAYS:
        return (
            f"""
            SELECT '{facet}', {column}, '', count(*) FROM judged
            WHERE {kept} AND {column} <> '' GROUP BY {column}
        """,
            [],
        )
    counted = f"""
        SELECT '{facet}', word, '', count(*) AS n
        FROM judged, unnest({column}) AS word WHERE {kept} GROUP BY word
    """
    if facet != "tag":
        return counted, []
    return (
        f"""
        SELECT * FROM ({counted}) tags
        ORDER BY word = ANY(%s::varchar[]) DESC, n DESC, word LIMIT %s
    """,
        [list(query.tag), MOST_TAGS + len(query.tag)],
    )


def _facet(
    name: str,
    query: SearchQuery,
    counts: dict[str, int],
    areas: list[ScopeArea],
    institutions: dict[str, str],
) -> Facet:
    walls: dict[str, str] = {}
    if name == "scope":
        order = [(area.slug, area.name) for area in areas]
        walls = {area.slug: area.wall for area in areas}
    elif name == "wall":
        order = list(Wall.choices)
        walls = {value: value for value in Wall.values}
    elif name == "stage":
        order = list(Stage.choices)
    elif name == "story":
        order = list(Story.choices)
    elif name == "institution":
        order = sorted(institutions.items(), key=lambda item: (item[1].casefold(), item[0]))
    else:
        order = _tags(query, counts)
    chosen = set(query.chosen(name))
    return Facet(
        name=name,
        label=LABELS[name],
        values=[
            Value(value, label, counts.get(value, 0), value in chosen, walls.get(value, ""))
            for value, label in order
        ],
    )


def _tags(query: SearchQuery, counts: dict[str, int]) -> list[tuple[str, str]]:
    """The most used first; a chosen tag stays in sight even when nothing has it."""
    unused = [tag for tag in query.tag if tag not in counts]
    ordered = sorted(counts, key=lambda tag: (-counts[tag], tag))
    return [(tag, tag) for tag in (*ordered, *unused)]
