"""What people are asked about practices."""

from __future__ import annotations

from .importing import BringForm, CorrectionForm
from .reviewing import NoteForm, TakeDownForm
from .sharing import ShareForm
from .words import WordsForm

__all__ = ["BringForm", "CorrectionForm", "NoteForm", "ShareForm", "TakeDownForm", "WordsForm"]
