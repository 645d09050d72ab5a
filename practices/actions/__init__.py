"""Everything that changes a practice. Use as a module: `actions.publish(practice=…, by=…, now=…)`.

Each action is atomic, locks the row, asks who may, asks whether the state allows it, and leaves a
line in the audit log. Refusals are `actions.Refused`; who may not meets PermissionDenied.
"""

from __future__ import annotations

from ._screened import read_kept_file
from .cleaning import clean_file
from .drafts import attach_file, begin, delete_draft, describe_file, restore, save_draft
from .refusals import (
    AlreadyPublished,
    CannotAskForChanges,
    CannotBegin,
    CannotClean,
    CannotDelete,
    CannotEdit,
    CannotPublish,
    CannotSubmit,
    CannotTakeBack,
    CannotTakeDown,
    EditedMeanwhile,
    FindingsUnanswered,
    NotComplete,
    NotWhatYouSaw,
    Refused,
    SentenceMissing,
)
from .reviewing import ask_for_changes, publish, submit, take_back, take_down, what_is_missing
from .screening import Given, answer_findings, ask_about_findings

__all__ = [
    "AlreadyPublished",
    "CannotAskForChanges",
    "CannotBegin",
    "CannotClean",
    "CannotDelete",
    "CannotEdit",
    "CannotPublish",
    "CannotSubmit",
    "CannotTakeBack",
    "CannotTakeDown",
    "EditedMeanwhile",
    "FindingsUnanswered",
    "Given",
    "NotComplete",
    "NotWhatYouSaw",
    "Refused",
    "SentenceMissing",
    "answer_findings",
    "ask_about_findings",
    "ask_for_changes",
    "attach_file",
    "begin",
    "clean_file",
    "delete_draft",
    "describe_file",
    "publish",
    "read_kept_file",
    "restore",
    "save_draft",
    "submit",
    "take_back",
    "take_down",
    "what_is_missing",
]  # fmt: skip
