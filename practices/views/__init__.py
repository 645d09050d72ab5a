"""Pages and doors of practices."""

from __future__ import annotations

from .adopting import adopt, change_adoption, remove_adoption, withdraw_adoption
from .asking import ask, contact, remove_contact
from .checking import check, clean_file
from .citing import by_number, cite
from .co_publishing import co_publish, decline_sign_off, sign_off, withdraw_name
from .confirming import adoption, confirm_adoption, decline_adoption
from .drafts import delete, restore
from .finishing import finish
from .importing import bring, bring_draft
from .measuring import plain_words
from .own import follow, following, keep, keep_note, kept, let_go, unfollow
from .planning import cancel_plan, plan
from .questions import log as question_log
from .questions import question, questions
from .reading import detail, draft, file, history
from .reviewing import ask_changes, publish, review, submit, take_back, take_down
from .sharing import share
from .spreading import adoptions, spread
from .talking import (
    change_comment,
    comment,
    comments,
    hide_comment,
    show_comment,
    take_back_comment,
)
from .together import (
    add_author,
    call_off_institution,
    invite_institution,
    people,
    remove_author,
    show_name,
)
from .upkeep import bring_back, end, remind, verify, withdraw
from .writing import edit

__all__ = [
    "add_author",
    "adopt",
    "adoption",
    "adoptions",
    "ask",
    "ask_changes",
    "bring",
    "bring_back",
    "bring_draft",
    "by_number",
    "call_off_institution",
    "cancel_plan",
    "change_adoption",
    "change_comment",
    "check",
    "cite",
    "clean_file",
    "co_publish",
    "comment",
    "comments",
    "confirm_adoption",
    "contact",
    "decline_adoption",
    "decline_sign_off",
    "delete",
    "detail",
    "draft",
    "edit",
    "end",
    "file",
    "finish",
    "follow",
    "following",
    "hide_comment",
    "history",
    "invite_institution",
    "keep",
    "keep_note",
    "kept",
    "let_go",
    "people",
    "plain_words",
    "plan",
    "publish",
    "question",
    "question_log",
    "questions",
    "remind",
    "remove_adoption",
    "remove_author",
    "remove_contact",
    "restore",
    "review",
    "share",
    "show_comment",
    "show_name",
    "sign_off",
    "spread",
    "submit",
    "take_back",
    "take_back_comment",
    "take_down",
    "unfollow",
    "verify",
    "withdraw",
    "withdraw_adoption",
    "withdraw_name",
]  # fmt: skip
