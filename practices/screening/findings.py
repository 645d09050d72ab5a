"""What the screen found, and where."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from .signs import Kind, Sign

LONGEST_EXCERPT = 140
SENTENCE_END = re.compile(r"[.!?][)\"'\u201d\u2019]?\s+(?=[^\s\d]|\d)|\n")


class Sure(enum.IntEnum):
    """How sure the screen is. What is probably the institution's own needs no answer."""

    OWN = 0
    PERHAPS = 1
    LIKELY = 2


@dataclass(frozen=True)
class Finding:
    """A place in a text that may tell who a patient is."""

    sign: Sign
    start: int
    end: int
    words: str
    before: str
    after: str
    sure: Sure

    @property
    def kind(self) -> Kind:
        return self.sign.kind

    @property
    def needs_answer(self) -> bool:
        return self.sure > Sure.OWN


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence before and after, shortened where it is long."""
    begin = max(0, start - LONGEST_EXCERPT)
    stop = min(len(text), end + LONGEST_EXCERPT)
    before, after = text[begin:start], text[end:stop]
    ends = [found.end() for found in SENTENCE_END.finditer(before)]
    if ends:
        before = before[ends[-1] :]
    elif begin:
        before = f"…{before.partition(' ')[2]}"
    first = SENTENCE_END.search(after)
    if first is not None:
        after = after[: first.end()].rstrip()
    elif stop < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return before.lstrip(), after.rstrip()
