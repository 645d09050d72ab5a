"""What is asked of practices that stand side by side, and how each answer reads.

In the order of the record, without what fills pages: that is read on the practice's own page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.dateformat import format as in_words
from django.utils.timezone import localtime

from practices import record, rows, shown
from practices.models import Practice


@dataclass(frozen=True)
class Beside:
    """What stands in other tables than the practice's own: read once for all of them."""

    areas: dict[str, str]
    adopters: dict[int, list[str]]


Says = Callable[[Practice, Beside], str]


def _text(name: str) -> Says:
    return lambda one, _: getattr(one, name)


def _choice(name: str) -> Says:
    return lambda one, _: shown.chosen(one, name)


def _listed(name: str) -> Says:
    """Answers in rows as a list: what it is, and beside it what is said of it, in short."""

    def says(one: Practice, _: Beside) -> str:
        first, *others = rows.ROWS[name].columns
        lines = []
        for row in getattr(one, name) or []:
            said = [column.in_words(row.get(column.name, "")) for column in others]
            # “Core: it does not work without” is “Core” in a table.
            short = [words.partition(":")[0] for words in said if words]
            about = f" ({'; '.join(short)})" if short else ""
            lines.append(f"- {row.get(first.name, '')}{about}")
        return "\n".join(lines)

    return says


def _measures(one: Practice, _: Beside) -> str:
    """Of ten people or fewer no figure, as everywhere."""
    lines = []
    for row in rows.shown_measures(one.measures):
        what = ", ".join(row[name] for name in ("measure", "group") if row.get(name))
        if row.get("baseline") == rows.TOO_FEW:
            said = [rows.TOO_FEW]
        else:
            said = [
                f"{label} {row[name]}{f' ({row[when]})' if row.get(when) else ''}"
                for label, name, when in (
                    ("before", "baseline", "baseline_when"),
                    ("after", "follow_up", "follow_up_when"),
                )
                if row.get(name)
            ]
        lines.append(f"- {what}{': ' if said else ''}{', '.join(said)}")
    return "\n".join(lines)


def _cost(name: str) -> Says:
    return lambda one, _: dict(shown.costs(one)).get(name, "")


def _evidence(one: Practice, _: Beside) -> str:
    return f"{one.evidence_grade.label}. {one.evidence_means}" if one.study_design else ""


def _looked_at(one: Practice, _: Beside) -> str:
    """When its institution last said that it is still true, or that nobody has for long."""
    if one.is_verified:
        said = f"Still true on {in_words(localtime(one.verified_at), 'F j, Y')}"
    elif one.last_published_at:
        said = f"Published on {in_words(localtime(one.last_published_at), 'F j, Y')}"
    else:
        return ""
    return f"{said}. Not confirmed lately" if one.is_overdue else said


def _licence(one: Practice, _: Beside) -> str:
    return shown.licence(one)[0]


def _areas(one: Practice, beside: Beside) -> str:
    return ", ".join(beside.areas.get(slug, slug) for slug in one.scopes)


def _used_by(one: Practice, beside: Beside) -> str:
    return ", ".join(beside.adopters[one.pk])


def _heading(step: str) -> str:
    found = record.step(step)
    return found.heading if found else ""


Questions = Iterable[tuple[str, Says]]
QUESTIONS: tuple[tuple[str, Questions], ...] = (
    (_heading("story"), (
        ("Kind of story", _choice("story")),
        ("Need", _text("need")),
        ("What we did", _text("what_we_did")),
        ("Result", _text("result")),
        ("Stage", _choice("stage")),
        ("Started", lambda one, _: one.started_in_words if one.started else ""),
    )),
    (_heading("fit"), (
        ("Areas of work", _areas),
        ("For whom", lambda one, _: shown.whom(one)),
        ("Languages", _choice("languages")),
        ("Places", _choice("care_settings")),
        ("Counties", lambda one, _: shown.counties(one)),
        ("Size of the organization", _choice("organization_size")),
    )),
    (_heading("how"), (
        ("Who does it", _text("who_provides")),
        ("How it reaches people", _choice("modes")),
        ("When and how much", _text("dose")),
    )),
    (_heading("takes"), (
        ("To start", _cost("To start")),
        ("Each year", _cost("Each year")),
        ("Staff", _cost("Staff")),
        ("Who pays", _text("funding")),
        ("People, processes and tools", _listed("resources")),
        ("What else it takes", _text("what_it_takes")),
    )),
    (_heading("community"), (
        ("Who took part", _listed("communities")),
        ("What they shaped", _text("community_part")),
    )),
    (_heading("results"), (
        ("The aim", _text("aim")),
        ("What was measured", _measures),
        ("How many it reached", _text("reach")),
        ("Evidence", _evidence),
        ("What the community says", _text("community_evidence")),
    )),
    (_heading("adopting"), (
        ("Used by others", _used_by),
        ("The first steps", _text("getting_started")),
        ("What to change for your own place", _text("what_to_adapt")),
    )),
    (_heading("files"), (
        ("License", _licence),
        ("Last looked at", _looked_at),
    )),
)  # fmt: skip
