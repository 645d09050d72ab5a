"""What people are asked about practices."""

from __future__ import annotations

from .adopting import AdoptionForm, DeclineForm, RemoveForm, ReportForm
from .reviewing import NoteForm, TakeDownForm
from .sharing import ShareForm
from .words import WordsForm

__all__ = [
    "AdoptionForm", "DeclineForm", "NoteForm", "RemoveForm", "ReportForm", "ShareForm",
    "TakeDownForm", "WordsForm",
]  # fmt: skip
