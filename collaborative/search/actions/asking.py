"""Ask the whole consortium what no practice tells, and end that."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from collaborative.search import permissions
from collaborative.search.models import OpenQuestion
from collaborative.search.models.saved import LONGEST_PARAMS
from collaborative.search.params import SearchQuery
from members.actions import CannotSpeak, speak
from members.models import Institution, User
from practices.limits import DAY, HOUR, Limits, over_limit
from practices.models import ScopeArea

LIMITS: Limits = ((5, HOUR), (20, DAY))
NAME_MISSING = "Write your name on your account page first, then send this again."


class CannotAskConsortium(Exception):
    """Its asker cannot speak now."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class TooManyOpenWords(CannotAskConsortium):
    """As many as one person may write in this time are written."""

    status = 429


@transaction.atomic
def ask_consortium(
    *,
    text: str,
    query: SearchQuery,
    area: ScopeArea | None,
    key: str,
    by: User,
    now: dt.datetime,
    speaks_for: Institution | None = None,
) -> OpenQuestion:
    """A member asks all members. In order: one form asks once, however often it arrives; may this
    person; the limits of an hour and a day; for whom the asker speaks; the question.
    """
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    asked = OpenQuestion.objects.filter(author=by, key=key).first()
    if asked is not None and asked.text == text:
        return asked
    if asked is not None:  # the same form with other words: they are not lost
        key = secrets.token_hex(16)
    require(permissions.user_can_ask_consortium(by))
    institution = may_write(
        OpenQuestion, by, LIMITS, done="asked {} questions", speaks_for=speaks_for, now=now
    )
    params = query.without_sort().to_params()
    return OpenQuestion.objects.create(
        author=by,
        institution=institution,
        text=text,
        params=params if len(params) <= LONGEST_PARAMS else "",
        area=area,
        written_at=now,
        key=key,
    )


@transaction.atomic
def close_question(*, question: OpenQuestion, by: User, now: dt.datetime) -> None:
    """It takes no answers any more and stays to be read. A second time does nothing."""
    row = OpenQuestion.objects.select_for_update(of=("self",)).get(pk=question.pk)
    require(permissions.user_can_close(by, row))
    if row.closed_at is None:
        row.closed_at = now
        row.save(update_fields=["closed_at"])


def may_write(
    model: Any,
    by: User,
    limits: Limits,
    *,
    done: str,
    speaks_for: Institution | None,
    now: dt.datetime,
) -> Institution | None:
    """For whom somebody writes now; refuses who has no name, or wrote too much of late.

    Asks for the lock of the writer's row, so that limits hold.
    """
    if not by.name:
        raise CannotAskConsortium(f"Others could not see who writes. {NAME_MISSING}")
    times = model.objects.of_late(by, since=now - DAY).values_list("written_at", flat=True)
    if why := over_limit(list(times), limits, done=done, now=now):
        raise TooManyOpenWords(why)
    try:
        return speak(by=by, institution=speaks_for, now=now)
    except CannotSpeak as refusal:
        raise CannotAskConsortium(refusal.sentence) from None


def require(may: bool) -> None:
    if not may:
        raise PermissionDenied
