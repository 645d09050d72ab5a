"""The plain-language meter: SMOG and Flesch-Kincaid, and what in a text costs most.

It reads text and knows nothing of practices. Choices and sources: docs/adr/0015, docs/writing.md.
"""

from __future__ import annotations

from .measuring import (
    AIM,
    TARGET,
    CostlySentence,
    CostlyWord,
    Counts,
    Reading,
    kincaid_grade,
    measure,
    smog_grade,
)

__all__ = [
    "AIM", "TARGET", "CostlySentence", "CostlyWord", "Counts", "Reading", "kincaid_grade",
    "measure", "smog_grade",
]  # fmt: skip
