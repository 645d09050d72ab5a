"""Questions about practices that pages ask. Use as a module: `queries.history(…)`."""

from __future__ import annotations

from .drafts import begun_lately, interests
from .history import Change, History, Version, changes, history, labels
from .public import InstitutionName, PublicWords, public_words
from .screening import Asked, Screened, place_of_file, screened
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use

__all__ = [
    "Asked",
    "Change",
    "History",
    "InstitutionName",
    "PublicWords",
    "Screened",
    "Version",
    "answers_about",
    "begun_lately",
    "changes",
    "history",
    "interests",
    "labels",
    "place_of_file",
    "public_words",
    "screened",
    "spelled_as_in_use",
    "tags_as_spelled",
    "tags_in_use",
]  # fmt: skip
