"""Questions about practices that pages ask. Use as a module: `queries.history(…)`."""

from __future__ import annotations

from .adoptions import Directions, adoption, adoption_changes, directions, latest, ledger, own_lines
from .counties import CountyMap, county_map
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
from .progress import Place, StepProgress, anchor, places, progress
from .public import InstitutionName, PublicWords, public_words
from .questions import (
    contacts_of,
    is_contact,
    question_for,
    questions_logged,
    questions_of,
    questions_waiting_for,
)
from .related import Related, nearest, related
from .reviews import Waiting, plan_of, reviews_for, told
from .screening import Asked, Screened, place_of_file, screened
from .spreading import Spread, spread
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use
from .talking import Thread, comment_for, page_of_reply, replies_to, talk_on, wants_comment_mail

__all__ = [
    "NOTHING",
    "Asked",
    "Change",
    "CountyMap",
    "Directions",
    "Followed",
    "History",
    "InstitutionName",
    "Place",
    "PublicWords",
    "Related",
    "Screened",
    "Spread",
    "StepProgress",
    "Thread",
    "Version",
    "Waiting",
    "adoption",
    "adoption_changes",
    "anchor",
    "begun_lately",
    "changes",
    "comment_for",
    "contacts_of",
    "county_map",
    "directions",
    "follow_of",
    "followed_by",
    "follows_of",
    "history",
    "interests",
    "is_contact",
    "keep_of",
    "keeps_of",
    "labels",
    "latest",
    "ledger",
    "nearest",
    "own_lines",
    "page_of_reply",
    "place_of_file",
    "places",
    "plan_of",
    "progress",
    "public_words",
    "question_for",
    "questions_logged",
    "questions_of",
    "questions_waiting_for",
    "related",
    "replies_to",
    "reviews_for",
    "screened",
    "spelled_as_in_use",
    "spread",
    "tags_as_spelled",
    "tags_in_use",
    "talk_on",
    "thing_to_follow",
    "told",
    "wants_comment_mail",
]  # fmt: skip
