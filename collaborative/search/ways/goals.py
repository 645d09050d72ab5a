"""Goals as readers meet them: under headings, each with how much it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from collaborative.search.models import Goal

from .counting import count_each


@dataclass(frozen=True)
class Counted:
    """A goal and how many practices its search finds for whom it is counted."""

    goal: Goal
    count: int


@dataclass(frozen=True)
class Heading:
    """Goals that stand together."""

    name: str
    goals: list[Counted]


def goals_with_counts(user: Any) -> list[Heading]:
    """What readers are shown, counted as this person may find it. Two questions."""
    return _headings(Goal.objects.shown().in_order(), user)


def every_goal(editor: Any, *, counted_for: Any) -> list[Heading]:
    """For those who edit them: hidden ones as well, with the numbers that readers get."""
    return _headings(Goal.objects.visible_to(editor).in_order(), counted_for)


def headings_in_use() -> list[str]:
    return list(dict.fromkeys(Goal.objects.in_order().values_list("heading", flat=True)))


def _headings(goals: Iterable[Goal], user: Any) -> list[Heading]:
    listed = list(goals)
    counts = count_each([goal.query for goal in listed], user=user)
    counted = [Counted(goal, count) for goal, count in zip(listed, counts, strict=True)]
    return [
        Heading(name, list(together))
        for name, together in groupby(counted, key=lambda one: one.goal.heading)
    ]
