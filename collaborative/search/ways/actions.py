"""Writing goals: what people come for, in order and under headings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from collaborative.core.models import bump_public_version
from collaborative.search.models import Goal
from members.models import User

from .permissions import user_can_edit_goals

MOST_GOALS = 200
WORDS = ("heading", "words", "address", "is_shown")
# Log action -> label; collaborative.search.wagtail_hooks makes them known to the log.
LOG_ACTIONS = {
    "search.goal_added": "Goal added",
    "search.goal_changed": "Goal changed",
    "search.goal_removed": "Goal removed",
    "search.goal_moved": "Goal moved",
}


class GoalRefused(Exception):
    """Something cannot be done now; `sentence` says why."""

    sentence = ""
    field: str | None = None

    def __init__(self) -> None:
        super().__init__(self.sentence)


class SaidAlready(GoalRefused):
    sentence = "This goal is in the list already."
    field = "words"


class TooManyGoals(GoalRefused):
    sentence = f"{MOST_GOALS} goals are the most. Remove one that nobody needs."


class ChangedMeanwhile(GoalRefused):
    sentence = (
        "Somebody has changed this goal since you opened this page. What you typed is still here: "
        "open the list in another tab, compare, and save again."
    )


@transaction.atomic
def add_goal(*, words: dict[str, Any], by: User, now: dt.datetime) -> Goal:
    """The goal stands last under its heading; a new heading comes last. In order: the rows, the
    public version, a log entry.
    """
    goals = _locked(by)
    if len(goals) >= MOST_GOALS:
        raise TooManyGoals
    _require_new(words["words"], goals)
    goal = Goal(position=len(goals), **{name: words[name] for name in WORDS})
    goal.save()
    _renumber(_grouped([*goals, goal]))
    _tell(goal, "search.goal_added", by=by, now=now)
    return goal


@transaction.atomic
def change_goal(
    *, goal: Goal, words: dict[str, Any], sequence: int, by: User, now: dt.datetime
) -> Goal:
    """Other words, another search, another heading. `sequence` is the one the writer saw."""
    goals = _locked(by)
    row = next((one for one in goals if one.pk == goal.pk), None)
    if row is None or row.sequence != sequence:
        raise ChangedMeanwhile
    changed = [name for name in WORDS if getattr(row, name) != words[name]]
    if not changed:
        return row
    _require_new(words["words"], [one for one in goals if one.pk != row.pk])
    for name in changed:
        setattr(row, name, words[name])
    row.sequence += 1
    row.save()
    if "heading" in changed:
        # Last under the heading it goes to, so that nothing else moves.
        _renumber(_grouped([*(one for one in goals if one.pk != row.pk), row]))
    _tell(row, "search.goal_changed", by=by, now=now, fields=changed)
    return row


@transaction.atomic
def remove_goal(*, goal: Goal, by: User, now: dt.datetime) -> None:
    """Gone from every page; the log keeps its words. A second time does nothing."""
    goals = _locked(by)
    row = next((one for one in goals if one.pk == goal.pk), None)
    if row is not None:
        _tell(row, "search.goal_removed", by=by, now=now, words=row.words, address=row.address)
        row.delete()


@transaction.atomic
def move_goal(*, goal: Goal, up: bool, by: User, now: dt.datetime) -> None:
    """One place up or down under its heading; the first stays first."""
    groups = _grouped(_locked(by))
    for group in groups:
        place = next((n for n, one in enumerate(group) if one.pk == goal.pk), None)
        if place is not None and _swap(group, place, up=up):
            _renumber(groups)
            _tell(goal, "search.goal_moved", by=by, now=now, up=up)


@transaction.atomic
def move_heading(*, heading: str, up: bool, by: User, now: dt.datetime) -> None:
    """A heading with all its goals, one place up or down."""
    groups = _grouped(_locked(by))
    place = next((n for n, group in enumerate(groups) if group[0].heading == heading), None)
    if place is not None and _swap(groups, place, up=up):
        _renumber(groups)
        first = next(group[0] for group in groups if group[0].heading == heading)
        _tell(first, "search.goal_moved", by=by, now=now, up=up, heading=heading)


def _locked(by: User) -> list[Goal]:
    """All of them, in order: they are few, and places are given anew by one person at a time."""
    if not user_can_edit_goals(by):
        raise PermissionDenied
    # Nobody else adds one either: a row that is always there is held.
    bump_public_version()
    return list(Goal.objects.select_for_update().in_order())


def _grouped(goals: Iterable[Goal]) -> list[list[Goal]]:
    """By headings, each where its first goal stands."""
    groups: dict[str, list[Goal]] = {}
    for goal in goals:
        groups.setdefault(goal.heading, []).append(goal)
    return list(groups.values())


def _renumber(groups: Iterable[list[Goal]]) -> None:
    moved = []
    for position, goal in enumerate(chain.from_iterable(groups), start=1):
        if goal.position != position:
            goal.position = position
            moved.append(goal)
    Goal.objects.bulk_update(moved, ["position"])


def _swap(things: list[Any], place: int, *, up: bool) -> bool:
    other = place - 1 if up else place + 1
    if not 0 <= other < len(things):
        return False
    things[place], things[other] = things[other], things[place]
    return True


def _require_new(words: str, others: Iterable[Goal]) -> None:
    if words.casefold() in {one.words.casefold() for one in others}:
        raise SaidAlready


def _tell(goal: Goal, action: str, *, by: User, now: dt.datetime, **data: Any) -> None:
    log(goal, action, user=by, title=str(goal), timestamp=now, data=data)
