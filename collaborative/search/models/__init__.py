"""What finding keeps of its own."""

from __future__ import annotations

from .entries import Change, Entry, Word
from .goals import Goal
from .synonyms import SynonymGroup, Term

__all__ = ["Change", "Entry", "Goal", "SynonymGroup", "Term", "Word"]
