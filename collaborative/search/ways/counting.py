"""Counting for the ways in: how many practices have this and that, how many a goal finds.

The pages beside the search ask these two functions and no others, so that whatever counts for the
search can count for them as well. Each is one question for any number of rows, columns or goals
(and one more for the counties of institutions, where a table is about places).
"""

# ruff: noqa: S608  only names of columns and tests of our own are put into the text, values never

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from collaborative.core.minnesota import COUNTY_BY_SLUG, county_named
from collaborative.search.params import SearchQuery
from collaborative.search.queries import _asked, _institutions, _narrowed
from members.models import Institution
from practices.models import Practice

# What stands for “whatever it is” beside the rows and columns that were asked for.
ANY = -1
COLUMNS = (
    "id", "institution_id", "scopes", "populations", "minnesota_groups", "counties",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A row or a column: values of one facet, any of which counts."""

    facet: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Crossed:
    """How many have both: by the places of row and column in what was asked for."""

    cells: Counter[tuple[int, int]]

    def both(self, row: int, column: int) -> int:
        return self.cells[row, column]

    def in_row(self, row: int) -> int:
        """Each practice once, however many columns it stands in."""
        return self.cells[row, ANY]

    def in_column(self, column: int) -> int:
        return self.cells[ANY, column]

    @property
    def all(self) -> int:
        return self.cells[ANY, ANY]


def cross(user: Any, rows: Sequence[Choice], columns: Sequence[Choice]) -> Crossed:
    """How many practices that this person may find have both, for every row and column."""
    serving = _serving() if any(one.facet == "county" for one in (*rows, *columns)) else []
    inner, params = (
        Practice.objects.findable_by(user).order_by().values(*COLUMNS).query.sql_with_params()
    )
    numbers = []
    asked: list[Any] = [*params]
    for choices in (rows, columns):
        tests = [f"{ANY}"]
        for place, choice in enumerate(choices):
            test, given = _test(choice, serving)
            tests.append(f"CASE WHEN {test} THEN {place} END")
            asked += given
        numbers.append(f"array_remove(ARRAY[{', '.join(tests)}], NULL)")
    statement = f"""
        WITH found AS ({inner}),
        judged AS MATERIALIZED (
            SELECT {numbers[0]} AS in_rows, {numbers[1]} AS in_columns FROM found
        )
        SELECT place, beside, count(*)
        FROM judged, unnest(in_rows) AS place, unnest(in_columns) AS beside
        GROUP BY place, beside
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return Crossed(Counter({(row, column): n for row, column, n in cursor.fetchall()}))


def count_each(asked: Sequence[SearchQuery], *, user: Any) -> list[int]:
    """How many practices each of these searches finds for this person."""
    if not asked:
        return []
    parts, params = [], []
    for place, query in enumerate(asked):
        rows = _narrowed(query, _asked(query, user), _institutions(query))
        inner, given = rows.order_by().values("id").query.sql_with_params()
        parts.append(f"SELECT {place}, count(*) FROM ({inner}) AS found_{place}")
        params += given
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts), params)
        counts = dict(cursor.fetchall())
    return [counts[place] for place in range(len(asked))]


def _test(choice: Choice, serving: list[tuple[int, set[str]]]) -> tuple[str, list[Any]]:
    """Whether a row has one of these values, by its own columns."""
    if choice.facet == "scope":
        return "scopes && %s::varchar[]", [list(choice.values)]
    if choice.facet == "population":
        return "(populations || minnesota_groups) && %s::varchar[]", [list(choice.values)]
    if choice.facet == "county":
        names = {COUNTY_BY_SLUG[slug] for slug in choice.values if slug in COUNTY_BY_SLUG}
        houses = [pk for pk, counties in serving if counties & names]
        named = "counties && %s::varchar[]"
        serves = "cardinality(counties) = 0 AND institution_id = ANY(%s::bigint[])"
        return f"({named} OR {serves})", [sorted(names), houses]
    raise ValueError(f"nothing counts by {choice.facet}")


def _serving() -> list[tuple[int, set[str]]]:
    """The counties that each institution serves: where its practices count that name none."""
    return [
        (pk, {county for name in counties if (county := county_named(name))})
        for pk, counties in Institution.objects.exclude(counties=[]).values_list("pk", "counties")
    ]
