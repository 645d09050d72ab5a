"""What people do with searches: save them, be told, ask the consortium."""

from __future__ import annotations

from .answering import CannotAnswerOpen, answer_open, hide_words, show_words_again, take_back_words
from .asking import CannotAskConsortium, TooManyOpenWords, ask_consortium, close_question
from .saving import (
    MOST_SAVED,
    CannotSave,
    change_saved,
    have_seen,
    remove_saved,
    save_search,
)
from .telling import look, tell_at_once

__all__ = [
    "MOST_SAVED",
    "CannotAnswerOpen",
    "CannotAskConsortium",
    "CannotSave",
    "TooManyOpenWords",
    "answer_open",
    "ask_consortium",
    "change_saved",
    "close_question",
    "have_seen",
    "hide_words",
    "look",
    "remove_saved",
    "save_search",
    "show_words_again",
    "take_back_words",
    "tell_at_once",
]
