"""The record as readers get it: sections with headings, answers as text, lines as tables.

What has no answer is not there. Headings speak to the reader; those of the form speak to the
author (practices.record).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from collaborative.core.minnesota import COUNTIES

from . import rows
from .choices import CHOICES, LICENCE_ADDRESSES, LICENCE_NAMES, Licence
from .models import Practice

ALL_COUNTIES = "All of Minnesota"


@dataclass(frozen=True)
class Table:
    """Lines of the record; columns in which no line says anything are left out."""

    caption: str
    heads: list[str]
    lines: list[list[tuple[str, str]]]  # of each cell its head and its words


@dataclass(frozen=True)
class Part:
    """One answer below its own heading."""

    heading: str
    text: str = ""
    table: Table | None = None
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Section:
    """A heading of the page with what stands below it."""

    anchor: str
    heading: str
    parts: list[Part]


# Of each section: its anchor, its heading, and its answers with their headings.
TOLD: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "how-it-is-done", "How it is done",
        (
            ("rationale", "Why it should work"),
            ("materials", "What is used"),
            ("how_it_works", "What happens"),
            ("who_provides", "Who does it"),
            ("modes", "How it reaches people"),
            ("where_it_happens", "Where"),
            ("dose", "When and how much"),
            ("tailoring", "What is fitted to each person"),
        ),
    ),
    (
        "what-was-adapted", "What was adapted, and how well it was kept to",
        (
            ("modifications", "What was changed along the way"),
            ("fidelity_planned", "How it is kept to"),
            ("fidelity_actual", "How well it was kept to"),
        ),
    ),
    (
        "what-it-takes", "What it takes",
        (
            ("costs", "Money and staff"),
            ("resources", "People, processes and tools"),
            ("funding", "Who pays"),
            ("leadership", "How leadership was won"),
            ("milestones", "What was reached when"),
            ("what_it_takes", "What else it takes"),
        ),
    ),
    ("risks", "Risks, and what helps", (("risks", "Risks"),)),
    (
        "community-part", "The community’s part",  # noqa: RUF001  as it is printed
        (("communities", "Who took part"), ("community_part", "What they shaped")),
    ),
    (
        "results", "Results",
        (
            ("aim", "The aim"),
            ("measures", "What was measured"),
            ("results_detail", "In words"),
            ("reach", "How many it reached"),
            ("variation", "Over time and between places"),
            ("context_factors", "What helped or stood in the way"),
            ("data_completeness", "How complete the numbers are"),
            ("unintended", "What nobody expected"),
            ("evidence_gaps", "What is not known yet"),
        ),
    ),
    (
        "adopting", "If you want to do it",
        (
            ("getting_started", "The first steps"),
            ("sustaining", "Keeping it going"),
            ("what_to_adapt", "What to change for your own place"),
            ("advice", "Advice"),
        ),
    ),
)  # fmt: skip


def sections(practice: Practice) -> list[Section]:
    """The sections that have something to say, in the order of reading."""
    found = []
    for anchor, heading, asked in TOLD:
        parts = [part for name, label in asked if (part := _part(practice, name, label))]
        if parts:
            found.append(Section(anchor, heading, parts))
    return found


def chosen(practice: Practice, name: str) -> str:
    """Chosen values by their names, with commas."""
    answer = getattr(practice, name)
    values = answer if isinstance(answer, list) else [answer] if answer else []
    return ", ".join(CHOICES[name].get(str(value), "") for value in values)


def whom(practice: Practice) -> str:
    """For whom it is meant, in one line."""
    named = (
        chosen(practice, "populations"),
        chosen(practice, "minnesota_groups"),
        practice.population_detail,
    )
    return "; ".join(text for text in named if text)


def counties(practice: Practice) -> str:
    return ALL_COUNTIES if len(practice.counties) == len(COUNTIES) else ", ".join(practice.counties)


def costs(practice: Practice) -> list[tuple[str, str]]:
    """Sums with the year of their dollars: a sum without one is not compared with anything."""
    year = f" (in {practice.cost_year} dollars)" if practice.cost_year else ""
    found = []
    if practice.start_up_cost is not None:
        found.append(("To start", f"${practice.start_up_cost:,}{year}"))
    if practice.yearly_cost is not None:
        found.append(("Each year", f"${practice.yearly_cost:,}{year}"))
    if practice.fte is not None:
        found.append(("Staff", f"{practice.fte.normalize():f} full-time posts (FTE)"))
    return found


def table(practice: Practice, name: str, caption: str) -> Table | None:
    """An answer in lines. Figures of ten people or fewer are not in it."""
    answer = getattr(practice, name)
    lines: list[dict[str, Any]] = (
        rows.shown_measures(answer) if name == "measures" else list(answer or [])
    )
    columns = [
        column for column in rows.ROWS[name].columns if any(line.get(column.name) for line in lines)
    ]
    if not columns:
        return None
    return Table(
        caption,
        [column.label for column in columns],
        [
            [(column.label, column.in_words(line.get(column.name, ""))) for column in columns]
            for line in lines
        ],
    )


def has_evidence(practice: Practice) -> bool:
    """Whether there is anything to say of how it is known to work."""
    return bool(practice.study_design or practice.study_reports or practice.community_evidence)


def licence(practice: Practice) -> tuple[str, str]:
    """Its name and the address of its text; both empty where the author has not said."""
    if not practice.licence:
        return "", ""
    chosen_one = Licence(practice.licence)
    return LICENCE_NAMES[chosen_one], LICENCE_ADDRESSES.get(chosen_one, "")


def _part(practice: Practice, name: str, heading: str) -> Part | None:
    if name == "costs":
        facts = costs(practice)
        return Part(heading, facts=facts) if facts else None
    if name in rows.ROWS:
        found = table(practice, name, heading)
        return Part(heading, table=found) if found else None
    text = chosen(practice, name) if name in CHOICES else getattr(practice, name)
    return Part(heading, text=text) if text else None
