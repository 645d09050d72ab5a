"""What happens around a practice without a new version of it; told to those who follow it.

Each source gives what happened to some practices between two moments, and how it is told. Another
kind of news is another source in SOURCES, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from practices import finders
from practices.models import Adoption, Comment


class Happening(NamedTuple):
    """Something that came about. `by` is who did it: nobody is told of their own doings."""

    practice_id: int
    at: dt.datetime
    by: int | None
    kind: str
    words: str = ""
    # Of what can be taken back before the mail leaves.
    pk: int = 0


@dataclass(frozen=True)
class Told:
    """What one reader is told of a practice: how many comments, which institutions said what."""

    comments: int = 0
    adoptions: tuple[tuple[int, str], ...] = ()

    @property
    def words(self) -> str:
        """In a few words."""
        said = []
        if len(self.adoptions) == 1:
            said.append(self.adoptions[0][1])
        elif self.adoptions:
            said.append(f"{len(self.adoptions)} institutions say how far they are with it")
        if self.comments:
            said.append("1 new comment" if self.comments == 1 else f"{self.comments} new comments")
        return ", ".join(said)

    def for_ledger(self) -> Any:
        """As a line of a digest's ledger keeps it: what cannot be taken back as words."""
        if not self.adoptions:
            return self.words
        return {"comments": self.comments, "adoptions": [list(one) for one in self.adoptions]}


Source = Callable[[set[int], dt.datetime, dt.datetime], Iterable[Happening]]


def comments(practices: set[int], start: dt.datetime, end: dt.datetime) -> Iterable[Happening]:
    """Comments that members can read. Digests go to members, and tell how many, never what."""
    written = Comment.objects.shown().filter(
        practice__in=practices, practice__live=True, written_at__gt=start, written_at__lte=end
    )
    for practice, at, by in written.values_list("practice_id", "written_at", "author_id"):
        yield Happening(practice, at, by, "comment")


def adoptions(practices: set[int], start: dt.datetime, end: dt.datetime) -> Iterable[Happening]:
    """Who took it up, or is now further or no longer with it, as their stewards confirmed. Words
    that wait are in no column that is read here.
    """
    public = Adoption.objects.confirmed().filter(
        practice__in=practices, practice__live=True, public_since__gt=start, public_since__lte=end
    )
    for line in public.select_related("institution").order_by("public_since", "pk"):
        words = f"{line.institution.name} {line.says} it"
        yield Happening(
            line.practice_id, line.public_since, line.confirmed_by_id, "adoption", words, line.pk
        )


SOURCES: tuple[Source, ...] = (comments, adoptions)


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


def told(happened: Sequence[Happening]) -> Told:
    """Comments are counted, adoptions are named."""
    return Told(
        sum(one.kind == "comment" for one in happened),
        tuple((one.pk, one.words) for one in happened if one.kind == "adoption"),
    )


def still_told(kept: dict[str, Any], planned_at: dt.datetime) -> dict[str, str]:
    """Practice -> the words of a ledger's line that still hold, asked when it is sent or read.

    An adoption that was taken out since it was planned, or says something else by now, stays out
    for good. One question, and none where no adoption is told.
    """
    lines = [pk for one in kept.values() if isinstance(one, dict) for pk, _ in one["adoptions"]]
    standing: set[int] = set()
    if lines:
        public = Adoption.objects.confirmed().filter(
            pk__in=lines, practice__live=True, public_since__lte=planned_at
        )
        standing = set(public.values_list("pk", flat=True))
    return {practice: _words_of(one, standing) for practice, one in kept.items()}


def still_found(kept: dict[str, Any], reader: int) -> dict[str, tuple[str, ...]]:
    """Practice -> the names of the reader's searches that brought it and still may, asked when it
    is sent or read. One question, and none where no search brought anything.
    """
    pks = {pk for one in kept.values() for pk, _ in one["by"]}
    names = finders.still(pks, reader)
    return {
        practice: tuple(names[pk] for pk, _ in one["by"] if pk in names)
        for practice, one in kept.items()
    }


def _words_of(kept: Any, standing: set[int]) -> str:
    if isinstance(kept, str):
        return kept
    lines = tuple((pk, words) for pk, words in kept["adoptions"] if pk in standing)
    return Told(kept["comments"], lines).words
