"""What people are asked about practices."""

from __future__ import annotations

from .reviewing import EndForm, NoteForm, PlanForm, TakeDownForm, WithdrawForm
from .sharing import ShareForm
from .words import WordsForm

__all__ = [
    "EndForm", "NoteForm", "PlanForm", "ShareForm", "TakeDownForm", "WithdrawForm", "WordsForm",
]  # fmt: skip
