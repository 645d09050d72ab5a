"""What people are asked about practices."""

from __future__ import annotations

from .reviewing import NoteForm, TakeDownForm
from .screening import AnswersForm
from .sharing import ShareForm
from .words import WordsForm

__all__ = ["AnswersForm", "NoteForm", "ShareForm", "TakeDownForm", "WordsForm"]
