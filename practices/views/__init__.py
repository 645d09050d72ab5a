"""Pages and doors of practices."""

from __future__ import annotations

from .own import follow, following, keep, keep_note, kept, let_go, unfollow
from .reading import detail, draft, file, history
from .reviewing import ask_changes, publish, review, submit, take_back, take_down
from .talking import (
    change_comment,
    comment,
    comments,
    hide_comment,
    show_comment,
    take_back_comment,
)
from .writing import delete, edit, restore, share

__all__ = [
    "ask_changes", "change_comment", "comment", "comments", "delete", "detail", "draft", "edit",
    "file", "follow", "following", "hide_comment", "history", "keep", "keep_note", "kept",
    "let_go", "publish", "restore", "review", "share", "show_comment", "submit", "take_back",
    "take_back_comment", "take_down", "unfollow",
]  # fmt: skip
