"""A practice that says all it can."""

from __future__ import annotations

from collections.abc import Callable

from practices import rows
from practices.choices import CHOICES
from practices.models import Practice

SHORTEST_TEXT = 100  # what holds fewer signs is a choice, a date or a number


def every_answer(text: Callable[[int], str], address: Callable[[], str]) -> dict[str, object]:
    """Each answer in words by `text` (at most so many signs), each list as long as it may be."""
    words: dict[str, object] = {}
    for name in Practice.CONTENT_FIELDS:
        longest = Practice.question(name).max_length or 0
        if name in rows.ROWS:
            shape = rows.ROWS[name]
            words[name] = [
                {column.name: _cell(column, text, address) for column in shape.columns}
                for _ in range(shape.most)
            ]
        elif name in CHOICES and name not in {"stage", "story"}:
            words[name] = list(CHOICES[name])[0 if longest else slice(None)]
        elif longest >= SHORTEST_TEXT:
            words[name] = text(longest)
    return words | {"start_up_cost": 10_000, "yearly_cost": 10_000, "cost_year": 2024}


def _cell(column: rows.Column, text: Callable[[int], str], address: Callable[[], str]) -> str:
    if column.choices:
        return column.choices[0][0]
    match column.form:
        case "count" | "year" | "when":
            return "2020"
        case "address":
            return address()
    return text(column.longest)
