"""Pages and doors of practices."""

from __future__ import annotations

from .checking import check, clean_file
from .reading import detail, draft, file, history
from .reviewing import ask_changes, publish, review, submit, take_back, take_down
from .writing import delete, edit, restore, share

__all__ = [
    "ask_changes", "check", "clean_file", "delete", "detail", "draft", "edit", "file", "history",
    "publish", "restore", "review", "share", "submit", "take_back", "take_down",
]  # fmt: skip
