"""What finding keeps of its own."""

from __future__ import annotations

from .entries import Change, Entry, Word
from .goals import Goal
from .open_questions import OpenAnswer, OpenQuestion, OpenWords
from .saved import LookedUpTo, SavedSearch, SavedSearchHit, WatchedSearch
from .synonyms import SynonymGroup, Term

__all__ = [
    "Change", "Entry", "Goal", "LookedUpTo", "OpenAnswer", "OpenQuestion", "OpenWords",
    "SavedSearch", "SavedSearchHit", "SynonymGroup", "Term", "WatchedSearch", "Word",
]  # fmt: skip
