"""Questions about practices that pages ask. Use as a module: `queries.history(…)`."""

from __future__ import annotations

from .drafts import begun_lately, interests
from .following import (
    NOTHING,
    Followed,
    follow_of,
    followed_by,
    follows_of,
    keep_of,
    keeps_of,
    thing_to_follow,
)
from .history import Change, History, Version, changes, history, labels
from .public import InstitutionName, PublicWords, public_words
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use
from .talking import (
    Thread,
    comment_for,
    page_of_reply,
    replies_to,
    talk_on,
    wants_comment_mail,
)

__all__ = [
    "NOTHING", "Change", "Followed", "History", "InstitutionName", "PublicWords", "Thread",
    "Version", "begun_lately", "changes", "comment_for", "follow_of", "followed_by", "follows_of",
    "history", "interests", "keep_of", "keeps_of", "labels", "page_of_reply", "public_words",
    "replies_to", "spelled_as_in_use", "tags_as_spelled", "tags_in_use", "talk_on",
    "thing_to_follow", "wants_comment_mail",
]  # fmt: skip
