"""Pages and doors of practices."""

from __future__ import annotations

from .adopting import adopt, change_adoption, remove_adoption, withdraw_adoption
from .citing import by_number, cite
from .confirming import adoption, confirm_adoption, decline_adoption
from .drafts import delete, restore
from .finishing import finish
from .reading import detail, draft, file, history
from .reviewing import ask_changes, publish, review, submit, take_back, take_down
from .sharing import share
from .spreading import adoptions, spread
from .writing import edit

__all__ = [
    "adopt", "adoption", "adoptions", "ask_changes", "by_number", "change_adoption", "cite",
    "confirm_adoption", "decline_adoption", "delete", "detail", "draft", "edit", "file",
    "finish", "history", "publish", "remove_adoption", "restore", "review", "share", "spread",
    "submit", "take_back", "take_down", "withdraw_adoption",
]  # fmt: skip
