"""What people are asked about practices."""

from __future__ import annotations

from .reviewing import NoteForm, TakeDownForm
from .sharing import ShareForm
from .talking import ChangeCommentForm, CommentForm, FollowForm, HideForm, KeepNoteForm
from .words import WordsForm

__all__ = [
    "ChangeCommentForm", "CommentForm", "FollowForm", "HideForm", "KeepNoteForm", "NoteForm",
    "ShareForm", "TakeDownForm", "WordsForm",
]  # fmt: skip
