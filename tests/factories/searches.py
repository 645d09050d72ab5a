from __future__ import annotations

import datetime as dt
import secrets

from django.http import QueryDict
from django.utils import timezone

from collaborative.search import actions
from collaborative.search.models import OpenAnswer, OpenQuestion, SavedSearch
from collaborative.search.params import SearchQuery
from members.models import User
from practices.models import Practice, ScopeArea


def saved_search(
    by: User,
    params: str = "q=interpreter",
    *,
    name: str = "",
    tells: str = "at-once",
    now: dt.datetime | None = None,
) -> SavedSearch:
    """What somebody saved from /practices/?<params>."""
    return actions.save_search(
        query=SearchQuery.from_params(QueryDict(params)),
        name=name or f"Saved {SavedSearch.objects.count()}",
        tells=tells,
        by=by,
        now=now or timezone.now(),
    )


def open_question(
    by: User,
    text: str = "Does anybody train interpreters for dialysis?",
    *,
    params: str = "",
    area: str = "",
    now: dt.datetime | None = None,
) -> OpenQuestion:
    """What a member asked the whole consortium."""
    return actions.ask_consortium(
        text=text,
        query=SearchQuery.from_params(QueryDict(params)),
        area=ScopeArea.objects.filter(slug=area).first(),
        key=secrets.token_hex(16),
        by=by,
        now=now or timezone.now(),
    )


def open_answer(
    question: OpenQuestion,
    by: User,
    text: str = "We do, with two of our own people.",
    *,
    practice: Practice | None = None,
    now: dt.datetime | None = None,
) -> OpenAnswer:
    return actions.answer_open(
        question=question,
        text=text,
        practice=practice,
        key=secrets.token_hex(16),
        by=by,
        now=now or timezone.now(),
    )
