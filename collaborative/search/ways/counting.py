"""Counting for the ways in: how many practices have this and that, how many a goal finds.

The pages beside the search ask these functions and no others. They count with the sets that the
search counts with, so a cell and the list behind it say the same number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from collaborative.search import bitmaps, queries
from collaborative.search.params import SearchQuery
from collaborative.search.terms import term

# What stands for “whatever it is” beside the rows and columns that were asked for.
ANY = -1


@dataclass(frozen=True)
class Choice:
    """A row or a column: values of one facet, any of which counts."""

    facet: str
    values: tuple[str, ...]

    @property
    def terms(self) -> list[str]:
        return [term(self.facet, value) for value in self.values]


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
    index = bitmaps.current()
    seen = queries.visible(index, user)
    in_rows = {place: seen & index.having_any(one.terms) for place, one in enumerate(rows)}
    beside = {place: seen & index.having_any(one.terms) for place, one in enumerate(columns)}
    in_rows[ANY] = beside[ANY] = seen
    return Crossed(
        Counter(
            {
                (row, column): mine.intersection_cardinality(other)
                for row, mine in in_rows.items()
                for column, other in beside.items()
            }
        )
    )


def count_each(asked: Sequence[SearchQuery], *, user: Any) -> list[int]:
    """How many practices each of these searches finds for this person."""
    return queries.counts(asked, user=user)
