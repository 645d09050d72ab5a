"""Pages and doors of practices."""

from __future__ import annotations

from .adopting import adopt, change_adoption, remove_adoption, withdraw_adoption
from .confirming import adoption, confirm_adoption, decline_adoption
from .reading import detail, draft, file, history
from .reviewing import ask_changes, publish, review, submit, take_back, take_down
from .spreading import adoptions, spread
from .writing import delete, edit, restore, share

__all__ = [
    "adopt", "adoption", "adoptions", "ask_changes", "change_adoption", "confirm_adoption",
    "decline_adoption", "delete", "detail", "draft", "edit", "file", "history", "publish",
    "remove_adoption", "restore", "review", "share", "spread", "submit", "take_back",
    "take_down", "withdraw_adoption",
]  # fmt: skip
