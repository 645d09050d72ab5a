"""Searches that people saved, with what is new in some; and what members asked the consortium."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from collaborative.core import clock
from collaborative.search import actions
from collaborative.search.models import OpenAnswer, OpenQuestion, SavedSearch, SavedSearchHit
from collaborative.search.params import SearchQuery
from collaborative.search.saved_queries import public_matches
from members.models import User
from members.queries import voices_of
from practices.models import Practice, ScopeArea

from . import content
from .practices import key_of

# Saved some weeks ago: the newest that each finds is news to its owner.
DAYS_SAVED = 21
MOST_NEW = 2


def load_coming_back(people: dict[str, User]) -> tuple[int, int]:
    """Adds what is not there yet; gives the numbers of saved searches and of questions."""
    words = content.read("coming_back")
    saved = sum(_save(one, people[one["by"]]) for one in words["search"])
    questions: dict[str, OpenQuestion] = {}
    asked = 0
    for one in words["question"]:
        key = _key(one["text"])
        found = OpenQuestion.objects.filter(author=people[one["by"]], key=key).first()
        asked += found is None
        questions[one["id"]] = found or _ask(one, key, people[one["by"]])
    for one in words["answer"]:
        key = _key(one["text"])
        if not OpenAnswer.objects.filter(author=people[one["by"]], key=key).exists():
            _answer(one, key, people[one["by"]], questions[one["question"]])
    return saved, asked


def _save(one: dict[str, Any], owner: User) -> bool:
    if SavedSearch.objects.filter(owner=owner, name=one["name"]).exists():
        return False
    then = _at(DAYS_SAVED)
    query = SearchQuery.from_params(QueryDict(one["params"]))
    saved = actions.save_search(
        query=query, name=one["name"], tells=one["tells"], by=owner, now=then
    )
    found = Practice.objects.live().filter(pk__in=list(public_matches(query)))
    SavedSearchHit.objects.bulk_create(
        SavedSearchHit(saved=saved, practice=practice, found_at=then + dt.timedelta(days=1),
                       told_at=clock.now())
        for practice in found.newest_first()[:MOST_NEW]
    )  # fmt: skip
    return True


def _ask(one: dict[str, Any], key: str, author: User) -> OpenQuestion:
    """With its time of some days ago; nobody is written to about what was asked long since."""
    closed = _at(one["closed_days_ago"]) if "closed_days_ago" in one else None
    return OpenQuestion.objects.create(
        author=author,
        institution=voices_of(author).institutions[0],
        text=one["text"],
        params=SearchQuery.from_params(QueryDict(one["params"])).to_params(),
        area=ScopeArea.objects.get(slug=one["area"]),
        written_at=_at(one["days_ago"]),
        closed_at=closed,
        key=key,
    )


def _answer(one: dict[str, Any], key: str, author: User, question: OpenQuestion) -> None:
    practice = None
    if "practice" in one:
        practice = Practice.objects.live().get(draft_key=key_of(one["practice"]))
    OpenAnswer.objects.create(
        question=question,
        author=author,
        institution=voices_of(author).institutions[0],
        text=one["text"],
        practice=practice,
        written_at=_at(one["days_ago"]),
        key=key,
    )


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _at(days_ago: int) -> dt.datetime:
    """In office hours of that day."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9 + days_ago % 7, 20)))
