"""What searching keeps of its own."""

from __future__ import annotations

from .synonyms import SynonymGroup, Term

__all__ = ["SynonymGroup", "Term"]
