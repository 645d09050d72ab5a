"""A Word document read into parts of a practice. It knows of files and words, not of people.

Nothing here writes: a document becomes parts with a guess where each goes, or is refused with a
sentence. How and why: docs/writing.md.
"""

from __future__ import annotations

from .parts import LEFT_OUT, MOST_PARTS, TARGETS, Document, Part, is_line, label, room
from .reading import read
from .screening import DocumentRefused

__all__ = [
    "LEFT_OUT", "MOST_PARTS", "TARGETS", "Document", "DocumentRefused", "Part", "is_line", "label",
    "read", "room",
]  # fmt: skip
