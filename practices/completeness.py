"""How far a practice is told so that another could do it: TIDieR's twelve items, and what
improvers forget (SQUIRE 2.0). Computed from the words alone: the same words, the same answer.

It is no gate and no grade. What does not fit a kind of story is not asked of it: a challenge has
nobody who provides it, an idea has not been changed along the way yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from .choices import Mode, ResourceOf, StudyDesign
from .enums import Stage, Story

Words = Mapping[str, Any]
# An answer of fewer words names a thing and does not tell it.
FEW = 6
# Steps that somebody could follow take a few sentences.
FEW_FOR_STEPS = 30


class State(models.TextChoices):
    PRESENT = "present", "Told"
    PARTLY = "partly", "Told in part"
    ABSENT = "absent", "Not told yet"
    NOT_YET = "does-not-apply", "Does not apply yet"


@dataclass(frozen=True)
class Finding:
    """One item: where it stands, why, and the questions whose answers would complete it."""

    item: int
    name: str
    state: State
    why: str = ""
    questions: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in {State.PARTLY, State.ABSENT}


@dataclass(frozen=True)
class Completeness:
    """All twelve items of one telling."""

    findings: tuple[Finding, ...]
    kind: str = ""

    def _number(self, *states: State) -> int:
        return sum(finding.state in states for finding in self.findings)

    @property
    def told(self) -> int:
        return self._number(State.PRESENT)

    @property
    def partly(self) -> int:
        return self._number(State.PARTLY)

    @property
    def asked(self) -> int:
        """How many items fit this kind of story."""
        return len(self.findings) - self._number(State.NOT_YET)

    @property
    def is_whole(self) -> bool:
        return self.told == self.asked

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_open)

    @property
    def counted(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.state != State.NOT_YET)

    @property
    def not_asked(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.state == State.NOT_YET)

    @property
    def in_words(self) -> str:
        """“9 of 12 things told, 2 in part”."""
        noun = "thing" if self.asked == 1 else "things"
        parts = f", {self.partly} in part" if self.partly else ""
        return f"{self.told} of {self.asked} {noun} told{parts}"


@dataclass(frozen=True)
class Prompt:
    """What improvers forget: a question whose answer is empty though results are told."""

    name: str
    text: str


@dataclass(frozen=True)
class _Item:
    """How one item is found: what completes it, and what stands for a part of it."""

    number: int
    name: str
    tells: Callable[[Words], bool]
    part: Callable[[Words], bool]
    missing: str
    partly: str
    questions: tuple[str, ...]
    asked_of: Callable[[Words], bool] = field(default=lambda words: not _is_only_named(words))


def completeness(words: Words) -> Completeness:
    """The twelve items, in their order."""
    return Completeness(tuple(_find(item, words) for item in ITEMS), str(words["story"] or ""))


def prompts(words: Words) -> tuple[Prompt, ...]:
    """The questions that are open though results are told. A challenge has no results to doubt."""
    if _is_only_named(words) or not _tells_results(words):
        return ()
    return tuple(Prompt(name, text) for name, text in PROMPTS.items() if not _said(words, name))


def _find(item: _Item, words: Words) -> Finding:
    if item.tells(words):
        return Finding(item.number, item.name, State.PRESENT)
    if not item.asked_of(words):
        return Finding(item.number, item.name, State.NOT_YET)
    if item.part(words):
        return Finding(item.number, item.name, State.PARTLY, item.partly, item.questions)
    return Finding(item.number, item.name, State.ABSENT, item.missing, item.questions)


# What a text is worth
def _said(words: Words, name: str) -> str:
    return str(words.get(name) or "").strip()


def _tells(name: str, few: int = FEW) -> Callable[[Words], bool]:
    return lambda words: len(_said(words, name).split()) >= few


def _has(*names: str) -> Callable[[Words], bool]:
    """Any word, choice or row at all."""
    return lambda words: any(_said(words, name) not in {"", "[]"} for name in names)


def _is_only_named(words: Words) -> bool:
    """A problem or a hope: nothing is done yet that somebody could repeat."""
    return words["story"] in {Story.CHALLENGE, Story.ASPIRATION}


def _was_tried(words: Words) -> bool:
    return not _is_only_named(words) and words["stage"] != Stage.IDEA


def _tells_results(words: Words) -> bool:
    is_studied = words.get("study_design") not in {None, "", StudyDesign.NONE}
    return is_studied or _has("result", "results_detail", "measures", "reach")(words)


# What some items need beside a text
def _tells_why(words: Words) -> bool:
    """Of a challenge, why it is hard; of everything else, why it should work."""
    if words["story"] == Story.CHALLENGE:
        return _tells("need")(words) and any(
            _tells(name)(words) for name in ("context_factors", "rationale")
        )
    return _tells("rationale")(words)


def _tells_mode(words: Words) -> bool:
    """By what way, and whether one by one or together; a change of the system is both."""
    modes = set(words.get("modes") or [])
    alone_or_together = {Mode.ONE_TO_ONE, Mode.GROUP}
    ways = modes - alone_or_together - {Mode.SYSTEM}
    return Mode.SYSTEM in modes or bool(ways and modes & alone_or_together)


def _tells_place(words: Words) -> bool:
    text = _said(words, "where_it_happens")
    return len(text.split()) >= FEW or bool(text and words.get("care_settings"))


def _names_people(words: Words) -> bool:
    resources = words.get("resources") or []
    return bool(_said(words, "who_provides")) or any(
        row.get("of") == ResourceOf.PEOPLE for row in resources
    )


ITEMS = (
    _Item(
        1, "Brief name", _tells("title", 2), _has("title"),
        "A name lets others find it and speak of it.",
        "One word is hard to find. Say what you do and for whom.",
        ("title",), asked_of=lambda words: True,  # noqa: ARG005  asked of every kind
    ),
    _Item(
        2, "Why", _tells_why, _has("need", "rationale"),
        "Others want to know what made you think of it.",
        "The need is told. What made you expect this to help, or what makes it hard?",
        ("rationale",), asked_of=lambda words: True,  # noqa: ARG005  asked of every kind
    ),
    _Item(
        3, "What is used", _tells("materials"), _has("materials", "file_ids"),
        "Others would like the script, the form, the training.",
        "Something is named or attached. Say what each thing is and where others get it.",
        ("materials", "file_ids"),
    ),
    _Item(
        4, "What is done", _tells("how_it_works", FEW_FOR_STEPS),
        _has("how_it_works", "what_we_did"),
        "Others would like to know what happens, step by step.",
        "It is told in short. A few more steps, and somebody else could do it tomorrow.",
        ("how_it_works",),
    ),
    _Item(
        5, "Who does it", _tells("who_provides"), _names_people,
        "Others would like to know whom to ask or to hire.",
        "People are named. Say what they know, and how they were trained.",
        ("who_provides",),
    ),
    _Item(
        6, "How it reaches people", _tells_mode, _has("modes"),
        "Others would like to know whether it is in person, by phone, alone or in a group.",
        "A part is chosen. Is it one person at a time or a group, and by what way?",
        ("modes",),
    ),
    _Item(
        7, "Where", _tells_place, _has("where_it_happens", "care_settings", "origin_site"),
        "Others would like to know what kind of place it needs.",
        "The kind of place is known. What has to be there: a room, a phone, a line?",
        ("where_it_happens", "care_settings"),
    ),
    _Item(
        8, "When and how much", _tells("dose", 4), _has("dose"),
        "Others would like to know how often, how long, over what time.",
        "A little is told. How often, how long, over what time?",
        ("dose",),
    ),
    _Item(
        9, "What is fitted to each person", _tells("tailoring"), _has("tailoring"),
        "Does anything change from one person to the next? If not, say so.",
        "A little is told. How do you decide what changes for whom?",
        ("tailoring",),
    ),
    _Item(
        10, "What changed along the way", _tells("modifications"), _has("modifications"),
        "What you changed saves others the same detour. If nothing, say so.",
        "A little is told. What changed, when and why?",
        ("modifications",), asked_of=_was_tried,
    ),
    _Item(
        11, "How you meant to keep to it", _tells("fidelity_planned"), _has("fidelity_planned"),
        "How would somebody notice that it is not done as described?",
        "A little is told. Who checks, and how often?",
        ("fidelity_planned",),
    ),
    _Item(
        12, "How well you kept to it", _tells("fidelity_actual"), _has("fidelity_actual"),
        "What did you see when you looked? Not having looked is an answer too.",
        "A little is told. How often was it done as described?",
        ("fidelity_actual",), asked_of=_was_tried,
    ),
)  # fmt: skip

# SQUIRE 2.0, sections 12 to 16: most papers on improvement leave these out.
PROMPTS = {
    "variation": "Did it go the same way all the time and everywhere? Where did it not?",
    "context_factors": "What else happened then that may explain the result?",
    "data_completeness": "Who is missing from the numbers?",
    "unintended": "What came of it that nobody meant, good or bad?",
    "evidence_gaps": "What do you not know yet?",
}
