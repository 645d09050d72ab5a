"""Two or three practices side by side, question by question, in the order of the record.

A practice that the reader may not see is as unknown here as one that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from practices import together
from practices.models import Adoption, Practice, ScopeArea

from .questions import QUESTIONS, Beside

MOST = 3
# Others that can be set beside them.
MOST_OFFERED = 6
# Longer answers are read in full on the practice's own page.
LONGEST_WORDS = 70
NOT_TOLD = "Not told"
WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Row:
    """One question and what each of them answers."""

    label: str
    answers: list[str]
    # Whose answers these are: on a phone each stands below its own title.
    titles: list[str]

    @property
    def beside(self) -> list[tuple[str, str]]:
        """What stands in the table: the beginnings of long answers."""
        return [
            (title, beginning(answer))
            for title, answer in zip(self.titles, self.answers, strict=True)
        ]

    @property
    def once(self) -> str:
        """What all of them answer."""
        return beginning(self.answers[0])

    @property
    def is_same(self) -> bool:
        return len({" ".join(answer.casefold().split()) for answer in self.answers}) == 1


@dataclass(frozen=True)
class Part:
    """The questions of one step of the record."""

    heading: str
    rows: list[Row]


@dataclass(frozen=True)
class Comparison:
    practices: list[Practice]
    # Addresses that name nothing that this reader may see.
    unknown: list[str]
    parts: list[Part]
    offered: list[Practice]

    @property
    def differing(self) -> list[Part]:
        return self._with(lambda row: not row.is_same)

    @property
    def same(self) -> list[Part]:
        return self._with(lambda row: row.is_same)

    @property
    def has_room(self) -> bool:
        return len(self.practices) < MOST

    def _with(self, keeps: Callable[[Row], bool]) -> list[Part]:
        parts = [Part(one.heading, [row for row in one.rows if keeps(row)]) for one in self.parts]
        return [part for part in parts if part.rows]


def compare(slugs: Sequence[str], *, user: Any) -> Comparison:
    """Those of them that this person may see, in the order in which they are named."""
    found = _named(slugs, user)
    practices = list(dict.fromkeys(found[slug] for slug in slugs if slug in found))
    parts = _parts(practices) if len(practices) > 1 else []
    return Comparison(
        practices=practices,
        unknown=[slug for slug in slugs if slug not in found],
        parts=parts,
        offered=_offered(practices, user) if len(practices) < MOST else [],
    )


def _named(slugs: Sequence[str], user: Any) -> dict[str, Practice]:
    """By the address of today or a former one, as the practice's own page is found."""
    visible = (
        Practice.objects.visible_to(user)
        .select_related("institution")
        .defer("card_html", "body_html")
    )
    found = {one.slug: one for one in visible.filter(slug__in=slugs)}
    moved = [slug for slug in slugs if slug not in found]
    if moved:
        former = visible.filter(former_addresses__slug__in=moved)
        for one in former.prefetch_related("former_addresses"):
            for before in one.former_addresses.all():
                if before.slug in moved:
                    found[before.slug] = one
    return found


def _offered(practices: list[Practice], user: Any) -> list[Practice]:
    """Others on the same matter, the nearest to the first of them first."""
    near = list(dict.fromkeys(pk for one in practices for pk in one.related_ids))
    known = Practice.objects.visible_to(user).live().filter(pk__in=near)
    others = known.exclude(pk__in=[one.pk for one in practices])
    by_number = others.select_related("institution").without_bodies().in_bulk()
    return [by_number[pk] for pk in near if pk in by_number][:MOST_OFFERED]


def _parts(practices: list[Practice]) -> list[Part]:
    beside = Beside(
        areas=dict(ScopeArea.objects.values_list("slug", "name")),
        adopters=_adopters(practices),
    )
    titles = [one.title for one in practices]
    return [
        Part(
            heading,
            [
                Row(label, [says(one, beside) for one in practices], titles)
                for label, says in questions
            ],
        )
        for heading, questions in QUESTIONS
    ]


def _adopters(practices: list[Practice]) -> dict[int, list[str]]:
    """Who uses each now, as confirmed; not those whose name stands on it."""
    own = {one.pk: {house["slug"] for house in together.co_publishers(one)} for one in practices}
    lines = Adoption.objects.filter(
        practice__in=[one.pk for one in practices], practice__live=True
    ).at_work()
    names: dict[int, list[str]] = {one.pk: [] for one in practices}
    told = lines.order_by("institution__name").values_list(
        "practice_id", "institution__slug", "institution__name"
    )
    for pk, slug, name in told:
        if slug not in own[pk]:
            names[pk].append(name)
    return names


def beginning(text: str) -> str:
    """The first words of an answer, with its lines as they are."""
    ends = [found.end() for found in WORD.finditer(text)]
    if len(ends) <= LONGEST_WORDS:
        return text
    return f"{text[: ends[LONGEST_WORDS - 1]]} …"
