"""What finding keeps of its own."""

from __future__ import annotations

from .entries import Change, Entry, Word
from .synonyms import SynonymGroup, Term

__all__ = ["Change", "Entry", "SynonymGroup", "Term", "Word"]
