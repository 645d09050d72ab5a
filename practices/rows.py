"""Answers of the record that come in rows: a risk with what was done about it, a measure.

Each is kept as JSON on the practice's row, so that a revision carries it. `ROWS` says for every
such answer what one row holds; whatever else comes is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from .choices import CommunityLevel, Paid, ResourceKind, ResourceOf

Row = dict[str, str]
# CMS small cell rule: a count of 1 to 10 is never shown, nor what it could be derived from.
SMALLEST_SHOWN = 11
TOO_FEW = "Too few people to show safely"
# What a measure of so few people tells nobody.
FIGURES = ("baseline", "follow_up", "people")


@dataclass(frozen=True)
class Column:
    """One answer in a row. With `choices` it is one of them; else `form` says what it must be."""

    name: str
    label: str
    longest: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    form: str = "words"  # words, when (a year, or a year and a month), count, year, address
    hint: str = ""

    def in_words(self, value: str) -> str:
        if self.form == "count" and value.isdigit():
            return f"{int(value):,}"
        return dict(self.choices).get(value, value)


@dataclass(frozen=True)
class Rows:
    """One answer in rows: what is in a row, which column must be filled, how many there may be."""

    name: str
    columns: tuple[Column, ...]
    needed: str
    most: int
    noun: str

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _of(choices: type[models.TextChoices]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.value), str(one.label)) for one in choices)


ROWS = {
    rows.name: rows
    for rows in (
        Rows(
            "milestones",
            (
                Column("when", "When", 40, hint="Month 3, or March 2024"),
                Column("what", "What was reached", 200),
            ),
            needed="what", most=12, noun="milestone",
        ),
        Rows(
            "resources",
            (
                Column("what", "What", 200, hint="A nurse who speaks Somali, half time"),
                Column("of", "Of which sort", choices=_of(ResourceOf)),
                Column("kind", "How much it matters", choices=_of(ResourceKind)),
            ),
            needed="what", most=20, noun="resource",
        ),
        Rows(
            "risks",
            (
                Column("risk", "What can go wrong", 300),
                Column("mitigation", "What helps against it", 300),
            ),
            needed="risk", most=12, noun="risk",
        ),
        Rows(
            "communities",
            (
                Column("community", "Community or partner", 120),
                Column("level", "How far they took part", choices=_of(CommunityLevel)),
                Column("paid", "Paid for it?", choices=_of(Paid)),
                Column("signed_off", "Who of them agreed to this account", 120),
            ),
            needed="community", most=8, noun="community",
        ),
        Rows(
            "measures",
            (
                Column("measure", "What was measured", 160, hint="Screened for colorectal cancer"),
                Column("group", "For whom", 120, hint="Somali-speaking patients, 45 to 75"),
                Column("baseline", "Before", 40, hint="56%"),
                Column("baseline_when", "When", 7, form="when", hint="2022-03"),
                Column("follow_up", "After", 40, hint="71%"),
                Column("follow_up_when", "When", 7, form="when", hint="2024-03"),
                Column("people", "Of how many people", 9, form="count", hint="800"),
            ),
            needed="measure", most=20, noun="measure",
        ),
        Rows(
            "study_reports",
            (
                Column("title", "Title", 200),
                Column("address", "Web address or DOI", 300, form="address"),
                Column("year", "Year", 4, form="year"),
            ),
            needed="title", most=8, noun="report",
        ),
    )
}  # fmt: skip


def texts(rows: list[Row] | None) -> Iterator[str]:
    """Words of the rows for the search. Of ten people or fewer no figure can be searched for."""
    for row in rows or []:
        hidden = FIGURES if is_small(row) else ()
        yield from (value for name, value in row.items() if value and name not in hidden)


def in_words(name: str, rows: list[Row] | None, *, as_public: bool = False) -> str:
    """The rows as lines that a person reads: for comparing two versions.

    `as_public`: as everybody gets them, without the figures of ten people or fewer.
    """
    shape = ROWS[name]
    lines = []
    for row in (shown_measures(rows) if as_public and name == "measures" else rows) or []:
        said = [
            f"{column.label}: {column.in_words(row[column.name])}"
            for column in shape.columns
            if row.get(column.name)
        ]
        lines.append("; ".join(said))
    return "\n".join(lines)


def is_small(row: Row) -> bool:
    """Whether a measure counts so few people that showing it could tell who they are."""
    people = row.get("people", "")
    return people.isdigit() and 0 < int(people) < SMALLEST_SHOWN


def shown_reports(rows: list[Row] | None) -> list[Row]:
    """Reports as readers get them: an address is one of the web, whatever was let in."""
    return [
        row if row.get("address", "").startswith(("https://", "http://")) else row | {"address": ""}
        for row in rows or []
    ]


def shown_measures(rows: list[Row] | None) -> list[dict[str, Any]]:
    """Measures as readers get them: of 1 to 10 people neither the number nor any figure."""
    return [
        {**row, "baseline": TOO_FEW, "follow_up": TOO_FEW, "people": ""} if is_small(row) else row
        for row in rows or []
    ]
