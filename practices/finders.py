"""What else brings a practice to somebody's digest: searches that they saved.

Searches belong to an app beside the digests, and neighbours do not know each other. The app makes
its source known here when it starts, as fields of work are in members.interests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple


class Finding(NamedTuple):
    """A practice came into what a person watches: `pk` and `name` say into which of it."""

    person: int
    practice: int
    at: dt.datetime
    pk: int
    name: str


# What came to these people between two moments; and which of the named things of one person still
# bring something (pk -> name).
Between = Callable[[Collection[int], dt.datetime, dt.datetime], Iterable[Finding]]
Still = Callable[[Collection[int], int], dict[int, str]]


def _nothing(people: Collection[int], start: dt.datetime, end: dt.datetime) -> Iterable[Finding]:  # noqa: ARG001
    return ()


def _none(pks: Collection[int], person: int) -> dict[int, str]:  # noqa: ARG001
    return {}


_between: Between = _nothing
_still: Still = _none


def offer(between: Between, still: Still) -> None:
    """From now on these are asked."""
    global _between, _still
    _between, _still = between, still


def between(
    people: Collection[int], start: dt.datetime, end: dt.datetime
) -> dict[int, dict[int, list[Finding]]]:
    """Person -> practice -> what brought it; one question for all of them."""
    found: dict[int, dict[int, list[Finding]]] = {}
    for one in _between(people, start, end) if people else ():
        found.setdefault(one.person, {}).setdefault(one.practice, []).append(one)
    return found


def still(pks: Collection[int], person: int) -> dict[int, str]:
    """Those of these that still bring something to this person; none asked, no question."""
    return _still(pks, person) if pks else {}
