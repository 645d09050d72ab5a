"""Questions about practices that pages ask. Use as a module: `queries.history(…)`."""

from __future__ import annotations

from .drafts import begun_lately, interests
from .history import Change, History, Version, changes, history, labels
from .public import InstitutionName, PublicWords, public_words
from .reviews import Waiting, plan_of, reviews_for, told
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use

__all__ = [
    "Change", "History", "InstitutionName", "PublicWords", "Version", "Waiting", "begun_lately",
    "changes", "history", "interests", "labels", "plan_of", "public_words", "reviews_for",
    "spelled_as_in_use", "tags_as_spelled", "tags_in_use", "told",
]  # fmt: skip
