"""What people are asked about practices."""

from __future__ import annotations

from .reviewing import NoteForm, TakeDownForm
from .sharing import ShareForm
from .words import WordsForm

__all__ = ["NoteForm", "ShareForm", "TakeDownForm", "WordsForm"]
