"""What happens around a practice without a new version of it; told to those who follow it.

Each source gives what happened to some practices between two moments, and how it is told. Another
kind of news is another source in SOURCES, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from practices.models import Comment


class Happening(NamedTuple):
    """Something that came about. `by` is who did it: nobody is told of their own doings."""

    practice_id: int
    at: dt.datetime
    by: int | None
    kind: str
    words: str = ""


Source = Callable[[set[int], dt.datetime, dt.datetime], Iterable[Happening]]


def comments(practices: set[int], start: dt.datetime, end: dt.datetime) -> Iterable[Happening]:
    """Comments that members can read. Digests go to members, and tell how many, never what."""
    written = Comment.objects.shown().filter(
        practice__in=practices, practice__live=True, written_at__gt=start, written_at__lte=end
    )
    for practice, at, by in written.values_list("practice_id", "written_at", "author_id"):
        yield Happening(practice, at, by, "comment")


SOURCES: tuple[Source, ...] = (comments,)


def between(
    practices: set[int], start: dt.datetime, end: dt.datetime
) -> dict[int, list[Happening]]:
    """Practice -> what happened to it, oldest first; a question for each source."""
    found: dict[int, list[Happening]] = defaultdict(list)
    if practices:
        for source in SOURCES:
            for one in source(practices, start, end):
                found[one.practice_id].append(one)
    for happened in found.values():
        happened.sort(key=lambda one: one.at)
    return found


def told(happened: Sequence[Happening]) -> str:
    """In a few words: what has words of its own says them, comments are counted."""
    said = [one.words for one in happened if one.words]
    number = sum(one.kind == "comment" for one in happened)
    if number:
        said.append("1 new comment" if number == 1 else f"{number} new comments")
    return ", ".join(dict.fromkeys(said))
