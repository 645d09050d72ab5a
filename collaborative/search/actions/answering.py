"""Answer what the consortium was asked; take one's own words back; hide what must not be read."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from collaborative.search import open_notices, permissions
from collaborative.search.models import OpenAnswer, OpenQuestion, OpenWords
from members.models import Institution, User
from practices.limits import DAY, HOUR, Limits
from practices.models import Practice

from .asking import CannotAskConsortium, may_write, require

LIMITS: Limits = ((10, HOUR), (40, DAY))


class CannotAnswerOpen(CannotAskConsortium):
    """Nobody waits for an answer any more."""


@transaction.atomic
def answer_open(
    *,
    question: OpenQuestion,
    text: str,
    practice: Practice | None,
    key: str,
    by: User,
    now: dt.datetime,
    speaks_for: Institution | None = None,
) -> OpenAnswer:
    """A member says what they know, and names a public practice to read if there is one.

    In order: one form answers once; may this person, and is the question open; the limits; for
    whom the writer speaks; the answer; a mail to who asked, at the commit.
    """
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    written = OpenAnswer.objects.filter(author=by, key=key).first()
    if written is not None and written.text == text:
        return written
    if written is not None:
        key = secrets.token_hex(16)
    row = _locked(question)
    require(permissions.user_can_ask_consortium(by))
    if not row.is_open:
        raise CannotAnswerOpen(
            "This question takes no answers any more. Your words are kept below."
        )
    if practice is not None and not Practice.objects.live().filter(pk=practice.pk).exists():
        raise CannotAnswerOpen("The practice that you named is not public any more. Take it off.")
    institution = may_write(
        OpenAnswer, by, LIMITS, done="written {} answers", speaks_for=speaks_for, now=now
    )
    answer = OpenAnswer.objects.create(
        question=row,
        author=by,
        institution=institution,
        text=text,
        practice=practice,
        written_at=now,
        key=key,
    )
    if row.author_id != by.pk:
        open_notices.answered(answer=answer, question=row)
    return answer


@transaction.atomic
def take_back_words(*, words: OpenWords, by: User, now: dt.datetime) -> None:
    """Its writer wants them gone, for good. Answers to a question go out of sight with it."""
    row = _locked(words)
    require(permissions.user_can_take_back(by, row))
    if not row.is_taken_back:
        row.text, row.taken_back_at = "", now
        row.save(update_fields=["text", "taken_back_at"])


@transaction.atomic
def hide_words(*, words: OpenWords, reason: str, by: User, now: dt.datetime) -> None:
    """Out of everybody's sight but its writer's and of those who may hide.

    In order: the words, a line in the log (without the reason, which may repeat them), a mail to
    the writer with the reason, at the commit.
    """
    row = _locked(words)
    require(permissions.user_can_hide_open(by))
    if not row.is_shown:
        raise CannotAskConsortium("These words are hidden or taken back already.")
    row.hidden_at, row.hidden_by, row.hidden_reason = now, by, reason
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _log(row, "search.hidden", by=by, now=now)
    open_notices.hidden(words=row)


@transaction.atomic
def show_words_again(*, words: OpenWords, by: User, now: dt.datetime) -> None:
    """They were hidden by mistake, or the reason is gone. A second time does nothing."""
    row = _locked(words)
    require(permissions.user_can_hide_open(by))
    if not row.is_hidden or row.is_taken_back:
        return
    row.hidden_at = row.hidden_by = None
    row.hidden_reason = ""
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _log(row, "search.shown_again", by=by, now=now)


def _locked(words: Any) -> Any:
    rows = type(words).objects.select_for_update(of=("self",)).select_related("author")
    return rows.get(pk=words.pk)


def _log(row: OpenWords, action: str, *, by: User, now: dt.datetime) -> None:
    """Who hid whose words and when; never what they were."""
    log(
        row.author,
        action,
        user=by,
        title=row.author.known_as,
        timestamp=now,
        data={"what": type(row).__name__, "number": row.pk},
    )
