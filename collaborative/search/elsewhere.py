"""What the rest of the portal holds of the same words: institutions, articles, meetings, charter.

Pages are found by Wagtail's own index of what is live; each thing is asked for once more as this
person's before it is shown. The newest words of a page that are not published are in no index.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery as Words
from django.contrib.postgres.search import SearchVector
from django.utils.timezone import localdate
from modelsearch.query import Phrase, PlainText, SearchQuery
from wagtail.models import Page

from collaborative.pages.models import (
    CharterPage,
    InstitutionPage,
    NewsPage,
    ThoughtLeadershipPage,
)
from events.models import Meeting

from .entries import CONFIG
from .looking import Looking
from .wording import Part

ROOT = "/home/"
MOST_OF_A_KIND = 5
MOST_LOOKED_AT = 40
MOST_ALTERNATIVES = 8
KINDS = (
    (InstitutionPage, "Institutions"),
    (ThoughtLeadershipPage, "Thought leadership"),
    (NewsPage, "News"),
    (CharterPage, "Charter"),
)
WANTED = {kind for kind, _ in KINDS}
MEETINGS = "Meetings"


@dataclass(frozen=True)
class Hit:
    """One line of what was found."""

    title: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Everything of one kind."""

    name: str
    hits: list[Hit]


def elsewhere(looking: Looking, *, user: Any) -> list[Group]:
    """What holds all the words, by kind; three questions, whatever is found."""
    parts = looking.wanted
    if not parts:
        return []
    found = _pages(parts)
    meetings = _meetings(looking, user)
    groups = [Group(name, found[kind]) for kind, name in KINDS if found[kind]]
    return [*groups, Group(MEETINGS, meetings)] if meetings else groups


def _pages(parts: list[Part]) -> dict[type[Page], list[Hit]]:
    asked = reduce(and_, (_any_of(part) for part in parts))
    numbers = [page.pk for page in Page.objects.live().search(asked)[:MOST_LOOKED_AT]]
    live = Page.objects.live().public().filter(pk__in=numbers).in_bulk()
    hits: dict[Any, list[Hit]] = defaultdict(list)
    for pk in numbers:
        page = live.get(pk)
        if page is None:
            continue
        kind = ContentType.objects.get_for_id(page.content_type_id).model_class()
        if kind in WANTED and len(hits[kind]) < MOST_OF_A_KIND:
            hits[kind].append(Hit(page.title, page.url_path[len(ROOT) - 1 :]))
    return hits


def _any_of(part: Part) -> SearchQuery:
    """The part or anything that stands for it."""
    return reduce(or_, (_said(words) for words in part.looked_for[:MOST_ALTERNATIVES]))


def _said(words: str) -> SearchQuery:
    return Phrase(words) if " " in words else PlainText(words)


def _meetings(looking: Looking, user: Any) -> list[Hit]:
    """Meetings that this person may see, those to come first. They are some hundreds at most."""
    words = Words(looking.tsquery(), search_type="raw", config=CONFIG)
    said = SearchVector("title", "summary", "agenda", "place", config=CONFIG)
    found = (
        Meeting.objects.visible_to(user)
        .annotate(said=said)
        .filter(said=words)
        .only("title", "slug", "starts_at")
        .order_by("-starts_at", "-pk")[:MOST_OF_A_KIND]
    )
    return [
        Hit(meeting.title, meeting.get_absolute_url(), f"{localdate(meeting.starts_at):%B %-d, %Y}")
        for meeting in found
    ]
