"""Words to begin with for a steward who asks for a change: thanks first, one question, and why.

Plain data: a coordinator's change of a sentence is a change of this file. None is ever sent as it
stands without a steward pressing the button below it.
"""

from __future__ import annotations

from typing import NamedTuple


class Beginning(NamedTuple):
    """Something stewards often ask for, and a kind way to ask."""

    key: str
    label: str
    text: str

    def to(self, name: str) -> str:
        return f"Thank you, {name}. {self.text}"


BEGINNINGS = (
    Beginning(
        "cost",
        "What it costs",
        "Others will want to try this. Could you add what it takes: whose time, what money, and in "
        "which year? A rough figure is enough. Without it a reader cannot take it to a budget.",
    ),
    Beginning(
        "community",
        "The community's part",
        "I would like to read more of the people this is for. Which communities had a say, what "
        "did they change, and were they paid? Readers from other institutions look for that first.",
    ),
    Beginning(
        "groups",
        "Results by group",
        "The result is worth telling. Could you say for whom it came about, and for whom it did "
        "not? An average can hide the gap that this is about. Leave out groups of ten or fewer.",
    ),
    Beginning(
        "result",
        "What came of it",
        "I can see what you did. Could you add what came of it, even if it is early, mixed or "
        "“we do not know yet”? An honest “not yet” helps others more than silence.",
    ),
    Beginning(
        "plain",
        "Plain words",
        "The work is clear to us, but a reader from outside may stumble. Could you say the summary "
        "in shorter sentences and write out the short forms? Then a patient could read it too.",
    ),
    Beginning(
        "patient",
        "A detail about a patient",
        "This is told with care. One detail could let somebody guess who the patient is. Could you "
        "take it out, or make it less exact? I do not repeat it here, so that it stands nowhere.",
    ),
    Beginning(
        "how",
        "How to do it",
        "I would love to try this. Could you add who does what, when and where, step by step, so "
        "that somebody could begin on Monday? That is what readers copy.",
    ),
    Beginning(
        "hard",
        "What was hard",
        "It reads as if all went well. Could you add one thing that went wrong or surprised you, "
        "and what you would do otherwise? That is what saves the next team a year.",
    ),
)
BY_KEY = {one.key: one for one in BEGINNINGS}
