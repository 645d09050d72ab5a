"""The fields of work that people may say they care about.

They are the charter's scope areas, which belong to an app above. Members do not know it: it makes
its list known here when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Interest(NamedTuple):
    """A field of work, and on which side of the walls it lies."""

    slug: str
    name: str
    wall: str


def _none() -> list[Interest]:
    return []


_source: Callable[[], list[Interest]] = _none


def offer(source: Callable[[], list[Interest]]) -> None:
    """From now on this is the list, asked for each time."""
    global _source  # noqa: PLW0603  one portal has one list
    _source = source


def offered() -> list[Interest]:
    """In the order of the charter."""
    return _source()
