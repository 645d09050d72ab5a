"""All rules over one text."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import chain, islice

from . import addresses, dates, names, numbers, places, things
from .context import Context
from .findings import Finding, Sure
from .known import NOTHING_KNOWN, Known
from .signs import MORE

RULES = (
    names.find, places.find, dates.find, addresses.find, numbers.find, things.find,
)  # fmt: skip
# A person answers each: more than these are one question.
MOST_FINDINGS = 60


@lru_cache(maxsize=256)
def screen(text: str, today: dt.date, known: Known = NOTHING_KNOWN) -> tuple[Finding, ...]:
    """What in this text may tell who a patient is, in the order of the text.

    `today` tells how old somebody is who was born in a year. The same text is looked at once.
    """
    if not text.strip():
        return ()
    context = Context(text, today, known)
    found = _apart(chain.from_iterable(rule(context) for rule in RULES))
    kept = tuple(islice(found, MOST_FINDINGS))
    if len(kept) == MOST_FINDINGS:
        kept += (Finding(MORE, 0, 0, "", "", "", Sure.LIKELY),)
    return kept


def _apart(findings: chain[Finding]) -> list[Finding]:
    """Of findings in one place the surest stays, then the longest."""
    best = sorted(findings, key=lambda one: (-one.sure, one.start - one.end, one.start))
    taken = bytearray(max((one.end for one in best), default=0))
    kept = []
    for one in best:
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
