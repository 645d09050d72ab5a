"""Everything that changes a practice. Use as a module: `actions.publish(practice=…, by=…, now=…)`.

Each action is atomic, locks the row, asks who may, asks whether the state allows it, and leaves a
line in the audit log. Refusals are `actions.Refused`; who may not meets PermissionDenied.
"""

from __future__ import annotations

from .adopting import (
    change_adoption,
    confirm_adoption,
    decline_adoption,
    remove_adoption,
    report_adoption,
    withdraw_adoption,
)
from .adoption_refusals import (
    AlreadyReported,
    AnswerMissing,
    CannotReport,
    ChangedMeanwhile,
    NothingChanged,
    NothingWaits,
    NotPublic,
    NotTheWordsYouRead,
    OwnPractice,
    ReasonMissing,
    StateMissing,
)
from .drafts import attach_file, begin, delete_draft, describe_file, restore, save_draft
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
    "AlreadyPublished", "AlreadyReported", "AnswerMissing", "CannotAskForChanges",
    "CannotBegin", "CannotDelete", "CannotEdit", "CannotPublish", "CannotReport",
    "CannotSubmit", "CannotTakeBack", "CannotTakeDown", "ChangedMeanwhile", "EditedMeanwhile",
    "NotComplete", "NotPublic", "NotTheWordsYouRead", "NotWhatYouSaw", "NothingChanged",
    "NothingWaits", "OwnPractice", "ReasonMissing", "Refused", "SentenceMissing",
    "StateMissing", "ask_for_changes", "attach_file", "begin", "change_adoption",
    "confirm_adoption", "decline_adoption", "delete_draft", "describe_file", "differ",
    "publish", "remove_adoption", "report_adoption", "restore", "save_draft", "submit",
    "take_back", "take_down", "what_is_missing", "withdraw_adoption",
]  # fmt: skip
