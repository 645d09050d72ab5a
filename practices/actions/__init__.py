"""Everything that changes a practice. Use as a module: `actions.publish(practice=…, by=…, now=…)`.

Each action is atomic, locks the row, asks who may, asks whether the state allows it, and leaves a
line in the audit log. Refusals are `actions.Refused`; who may not meets PermissionDenied.
"""

from __future__ import annotations

from ._screened import read_kept_file
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
    PublishesItToo,
    ReasonMissing,
    StateMissing,
)
from .asking import (
    CannotAnswer,
    CannotAsk,
    CannotBeContact,
    NobodyToAsk,
    TooManyQuestions,
    answer_question,
    ask,
    may_be_asked,
    no_more_asked,
    remove_contact,
)
from .authoring import add_author, remove_author, show_name
from .cleaning import clean_file
from .co_publishing import (
    call_off_institution,
    decline_sign_off,
    invite_institution,
    sign_off,
    withdraw_name,
)
from .drafts import attach_file, begin, delete_draft, describe_file, restore, save_draft
from .ending import bring_back, end, withdraw
from .hiding import CannotHide, hide_comment, show_comment_again
from .importing import bring_document
from .keeping import CannotKeep, NothingToFollow, follow, keep, let_go, unfollow, write_note
from .merging import differ
from .planning import cancel_plan, plan, publish_planned
from .refusals import (
    AlreadyPublished,
    CannotAskForChanges,
    CannotBegin,
    CannotBringBack,
    CannotCancelPlan,
    CannotClean,
    CannotDelete,
    CannotEdit,
    CannotEnd,
    CannotPlan,
    CannotPublish,
    CannotRemind,
    CannotSubmit,
    CannotTakeBack,
    CannotTakeDown,
    CannotVerify,
    CannotWithdraw,
    EditedMeanwhile,
    FindingsUnanswered,
    NotComplete,
    NotWhatYouSaw,
    Refused,
    SentenceMissing,
)
from .reviewing import ask_for_changes, publish, submit, take_back, take_down, what_is_missing
from .screening import Given, answer_findings, ask_about_findings
from .talking import (
    CannotChangeComment,
    CannotComment,
    TooManyComments,
    change_comment,
    take_back_comment,
    want_comment_mails,
    write_comment,
)
from .ticking import Tick, do_due
from .together_refusals import (
    AlreadyAuthor,
    AlreadyInvited,
    AlreadySigned,
    CannotAddAuthor,
    CannotInvite,
    CannotRemoveAuthor,
    Nameless,
    NamelessAdder,
    NamelessInviter,
    NotAskedAnyMore,
    NothingToSign,
    NotTheVersionYouRead,
    SignOffSentenceMissing,
    TooManyInvited,
)
from .verifying import mark_overdue, remind_to_verify, verify
from .waiting import may_remind_at, remind, route_unanswered

__all__ = [
    "AlreadyAuthor", "AlreadyInvited", "AlreadyPublished", "AlreadyReported", "AlreadySigned",
    "AnswerMissing", "CannotAddAuthor", "CannotAnswer", "CannotAsk", "CannotAskForChanges",
    "CannotBeContact", "CannotBegin", "CannotBringBack", "CannotCancelPlan",
    "CannotChangeComment", "CannotClean", "CannotComment", "CannotDelete", "CannotEdit",
    "CannotEnd", "CannotHide", "CannotInvite", "CannotKeep", "CannotPlan", "CannotPublish",
    "CannotRemind", "CannotRemoveAuthor", "CannotReport", "CannotSubmit", "CannotTakeBack",
    "CannotTakeDown", "CannotVerify", "CannotWithdraw", "ChangedMeanwhile", "EditedMeanwhile",
    "FindingsUnanswered", "Given", "Nameless", "NamelessAdder", "NamelessInviter", "NobodyToAsk",
    "NotAskedAnyMore", "NotComplete", "NotPublic", "NotTheVersionYouRead", "NotTheWordsYouRead",
    "NotWhatYouSaw", "NothingChanged", "NothingToFollow", "NothingToSign", "NothingWaits",
    "OwnPractice", "PublishesItToo", "ReasonMissing", "Refused", "SentenceMissing",
    "SignOffSentenceMissing", "StateMissing", "Tick", "TooManyComments", "TooManyInvited",
    "TooManyQuestions", "add_author", "answer_findings", "answer_question", "ask",
    "ask_about_findings", "ask_for_changes", "attach_file", "begin", "bring_back",
    "bring_document", "call_off_institution", "cancel_plan", "change_adoption", "change_comment",
    "clean_file", "confirm_adoption", "decline_adoption", "decline_sign_off", "delete_draft",
    "describe_file", "differ", "do_due", "end", "follow", "hide_comment", "invite_institution",
    "keep", "let_go", "mark_overdue", "may_be_asked", "may_remind_at", "no_more_asked", "plan",
    "publish", "publish_planned", "read_kept_file", "remind", "remind_to_verify",
    "remove_adoption", "remove_author", "remove_contact", "report_adoption", "restore",
    "route_unanswered", "save_draft", "show_comment_again", "show_name", "sign_off", "submit",
    "take_back", "take_back_comment", "take_down", "unfollow", "verify", "want_comment_mails",
    "what_is_missing", "withdraw", "withdraw_adoption", "withdraw_name", "write_comment",
    "write_note",
]  # fmt: skip
