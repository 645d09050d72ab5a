"""What people do about finding: say which words mean the same, save searches, ask the consortium.

Use as a module: `actions.add_group(…, by=…, now=…)`.
"""

from __future__ import annotations

from .answering import CannotAnswerOpen, answer_open, hide_words, show_words_again, take_back_words
from .asking import CannotAskConsortium, TooManyOpenWords, ask_consortium, close_question
from .saving import MOST_SAVED, CannotSave, change_saved, have_seen, remove_saved, save_search
from .telling import look, tell_at_once
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
    "MOST_SAVED", "CannotAnswerOpen", "CannotAskConsortium", "CannotSave", "ChangedMeanwhile",
    "GroupIsGone", "Refused", "TooManyOpenWords", "Wanted", "add_group", "answer_open",
    "ask_consortium", "change_group", "change_saved", "close_question", "have_seen", "hide_words",
    "look", "remove_group", "remove_saved", "save_search", "show_words_again", "take_back_words",
    "tell_at_once",
]  # fmt: skip
