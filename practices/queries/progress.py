"""How far a record has come: which steps have answers, and where each missing answer is asked."""

from __future__ import annotations

from dataclasses import dataclass

from practices import record
from practices.models import Practice


@dataclass(frozen=True)
class StepProgress:
    """One step of the form: how many of its questions have an answer."""

    step: record.Step
    url: str
    answered: int

    @property
    def number(self) -> int:
        return len(self.step.names)

    @property
    def is_empty(self) -> bool:
        return not self.answered


@dataclass(frozen=True)
class Place:
    """An answer that is missing: what to do, and the address of the question."""

    text: str
    url: str


def progress(newest: Practice) -> list[StepProgress]:
    """The steps of these words. Zero is an answer: nothing was paid, say."""
    return [
        StepProgress(
            step,
            newest.get_step_url(step.slug),
            sum(_is_answered(getattr(newest, name)) for name in step.names),
        )
        for step in record.STEPS
    ]


def places(practice: Practice, missing: dict[str, str]) -> list[Place]:
    """Missing answers with the way to where they are asked."""
    return [
        Place(text, f"{practice.get_step_url(record.step_of(name).slug)}#{anchor(name)}")
        for name, text in missing.items()
    ]


def anchor(name: str) -> str:
    """The control that a link to this question names: of a group, its first choice."""
    return f"id_{name}_0" if name in {"scopes", "story", "stage"} else f"id_{name}"


def _is_answered(answer: object) -> bool:
    return answer not in (None, "", [])
