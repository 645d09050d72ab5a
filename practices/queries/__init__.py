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
from .related import Related, nearest, related
from .reviews import Waiting, plan_of, reviews_for, told
from .screening import Asked, Screened, place_of_file, screened
from .spreading import Spread, spread
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use
from .talking import Thread, comment_for, page_of_reply, replies_to, talk_on, wants_comment_mail
from .together import (
    Author,
    CoPublisher,
    answers_of,
    author,
    authors,
    before_this,
    co_publication,
    co_publisher,
    co_publishers,
    find_authors,
    institutions_to_ask,
    possible_authors,
    published_with,
    submitted_to,
    written_with,
)

__all__ = [
    "NOTHING",
    "Asked",
    "Author",
    "Change",
    "CoPublisher",
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
    "answers_of",
    "author",
    "authors",
    "before_this",
    "begun_lately",
    "changes",
    "co_publication",
    "co_publisher",
    "co_publishers",
    "comment_for",
    "county_map",
    "directions",
    "find_authors",
    "follow_of",
    "followed_by",
    "follows_of",
    "history",
    "institutions_to_ask",
    "interests",
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
    "possible_authors",
    "progress",
    "public_words",
    "published_with",
    "related",
    "replies_to",
    "reviews_for",
    "screened",
    "spelled_as_in_use",
    "spread",
    "submitted_to",
    "tags_as_spelled",
    "tags_in_use",
    "talk_on",
    "thing_to_follow",
    "told",
    "wants_comment_mail",
    "written_with",
]  # fmt: skip
