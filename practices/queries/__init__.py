"""Questions about practices that pages ask. Use as a module: `queries.history(…)`."""

from __future__ import annotations

from .drafts import begun_lately, interests
from .history import Change, History, Version, changes, history, labels
from .progress import Place, StepProgress, anchor, places, progress
from .public import InstitutionName, PublicWords, public_words
from .related import Related, nearest, related
from .reviews import Waiting, plan_of, reviews_for, told
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use

__all__ = [
    "Change", "History", "InstitutionName", "Place", "PublicWords", "Related", "StepProgress",
    "Version", "Waiting", "anchor", "begun_lately", "changes", "history", "interests", "labels",
    "nearest", "places", "plan_of", "progress", "public_words", "related", "reviews_for",
    "spelled_as_in_use", "tags_as_spelled", "tags_in_use", "told",
]  # fmt: skip
