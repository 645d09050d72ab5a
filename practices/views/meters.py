"""What the pages of writing and of review say beside the words: the two meters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from practices import plain_words, queries, record
from practices.completeness import Finding, completeness, prompts
from practices.models import Practice

# Which items those who want to repeat a thing miss first; all at once would only discourage.
MISSED_FIRST = (4, 2, 5, 3, 8, 7, 6, 10, 9, 12, 11, 1)
MOST_ADVICE = 5


@dataclass(frozen=True)
class Asked:
    """A question that would complete something, and where it is asked."""

    label: str
    url: str


@dataclass(frozen=True)
class Advice:
    """Something that is open: in a sentence, with the questions behind it."""

    finding: Finding
    asked: list[Asked]


@dataclass(frozen=True)
class Forgotten:
    """What improvers forget, as a question, and where it is asked."""

    text: str
    asked: Asked


def meters(newest: Practice) -> dict[str, Any]:
    """For a page on which these words are written or reviewed; nothing here is a gate."""
    words = newest.words()
    found = completeness(words)
    return {
        "completeness": found,
        "advice": [
            Advice(one, [_asked(newest, name) for name in one.questions])
            for one in sorted(found.open, key=lambda one: MISSED_FIRST.index(one.item))
        ][:MOST_ADVICE],
        "forgotten": [Forgotten(one.text, _asked(newest, one.name)) for one in prompts(words)],
    }


def reading_of(text: str) -> plain_words.Reading:
    """The plain-language meter for the summary."""
    return plain_words.measure(text)


def _asked(newest: Practice, name: str) -> Asked:
    step = newest.get_step_url(record.step_of(name).slug)
    return Asked(record.QUESTIONS[name].label, f"{step}#{queries.anchor(name)}")
