"""Signs in a short text that it may tell who a patient is. The writer is asked, never corrected.

Few and sure ones: a comment is written in a minute, and whoever is asked about every number stops
reading the question. This is the one place from which comments, replies and notes are asked.
"""

from __future__ import annotations

import re

# Each looks at a bounded piece of text, so that its work grows with the text and no faster.
SIGNS = (
    re.compile(
        r"\b(?:mrn|medical record|chart|record (?:no|number))\b[^\n]{0,20}?\d{4,}", re.IGNORECASE
    ),
    re.compile(r"\b(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}\b"),
    re.compile(r"\b(?:9\d|1[01]\d)[- ]years?[- ]old\b|\baged (?:9\d|1[01]\d)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:born|birth|dob)\b[^\n]{0,20}?\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:patient|resident|client)s?,? (?:named |called )?(?:Mr|Mrs|Ms|Miss)\.? [A-Z]"),
)


def found_in(text: str) -> list[str]:
    """The words that may tell of a patient, in the order of the text, each once."""
    found = sorted((one.start(), one[0]) for sign in SIGNS for one in sign.finditer(text))
    return list(dict.fromkeys(words for _, words in found))
