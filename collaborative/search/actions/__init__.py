"""What changes how things are found. Use as a module: `actions.add_group(…, by=…, now=…)`."""

from __future__ import annotations

from .words import (
    ChangedMeanwhile,
    GroupIsGone,
    Refused,
    Wanted,
    add_group,
    change_group,
    remove_group,
)

__all__ = [
    "ChangedMeanwhile", "GroupIsGone", "Refused", "Wanted",
    "add_group", "change_group", "remove_group",
]  # fmt: skip
