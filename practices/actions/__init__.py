"""Everything that changes a practice. Use as a module: `actions.publish(practice=…, by=…, now=…)`.

Each action is atomic, locks the row, asks who may, asks whether the state allows it, and leaves a
line in the audit log. Refusals are `actions.Refused`; who may not meets PermissionDenied.
"""

from __future__ import annotations

from .drafts import attach_file, begin, delete_draft, describe_file, restore, save_draft
from .importing import bring_document
from .merging import differ
from .refusals import (
    AlreadyPublished,
    CannotAskForChanges,
    CannotBegin,
    CannotDelete,
    CannotEdit,
    CannotPublish,
    CannotSubmit,
    CannotTakeBack,
    CannotTakeDown,
    EditedMeanwhile,
    NotComplete,
    NotWhatYouSaw,
    Refused,
    SentenceMissing,
)
from .reviewing import ask_for_changes, publish, submit, take_back, take_down, what_is_missing

__all__ = [
    "AlreadyPublished", "CannotAskForChanges", "CannotBegin", "CannotDelete", "CannotEdit",
    "CannotPublish", "CannotSubmit", "CannotTakeBack", "CannotTakeDown", "EditedMeanwhile",
    "NotComplete", "NotWhatYouSaw", "Refused", "SentenceMissing", "ask_for_changes",
    "attach_file", "begin", "bring_document", "delete_draft", "describe_file", "differ", "publish",
    "restore", "save_draft", "submit", "take_back", "take_down", "what_is_missing",
]  # fmt: skip
