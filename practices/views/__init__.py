"""Pages and doors of practices."""

from __future__ import annotations

from .planning import cancel_plan, plan
from .reading import detail, draft, file, history
from .reviewing import ask_changes, publish, review, submit, take_back, take_down
from .upkeep import bring_back, end, remind, verify, withdraw
from .writing import delete, edit, restore, share

__all__ = [
    "ask_changes", "bring_back", "cancel_plan", "delete", "detail", "draft", "edit", "end", "file",
    "history", "plan", "publish", "remind", "restore", "review", "share", "submit", "take_back",
    "take_down", "verify", "withdraw",
]  # fmt: skip
