"""Everything that changes a practice. Use as a module: `actions.publish(practice=…, by=…, now=…)`.

Each action is atomic, locks the row, asks who may, asks whether the state allows it, and leaves a
line in the audit log. Refusals are `actions.Refused`; who may not meets PermissionDenied.
"""

from __future__ import annotations

from .drafts import attach_file, begin, delete_draft, describe_file, restore, save_draft
from .hiding import CannotHide, hide_comment, show_comment_again
from .keeping import (
    CannotKeep,
    NothingToFollow,
    follow,
    keep,
    let_go,
    unfollow,
    write_note,
)
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
from .talking import (
    CannotChangeComment,
    CannotComment,
    TooManyComments,
    change_comment,
    take_back_comment,
    want_comment_mails,
    write_comment,
)

__all__ = [
    "AlreadyPublished", "CannotAskForChanges", "CannotBegin", "CannotChangeComment",
    "CannotComment", "CannotDelete", "CannotEdit", "CannotHide", "CannotKeep", "CannotPublish",
    "CannotSubmit", "CannotTakeBack", "CannotTakeDown", "EditedMeanwhile", "NotComplete",
    "NotWhatYouSaw", "NothingToFollow", "Refused", "SentenceMissing", "TooManyComments",
    "ask_for_changes", "attach_file", "begin", "change_comment", "delete_draft", "describe_file",
    "follow", "hide_comment", "keep", "let_go", "publish", "restore", "save_draft",
    "show_comment_again", "submit", "take_back", "take_back_comment", "take_down", "unfollow",
    "want_comment_mails", "what_is_missing", "write_comment", "write_note",
]  # fmt: skip
