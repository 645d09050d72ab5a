"""Answers to what the patient screen found. The screen itself never changes a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from members.models import User
from practices import permissions, queries
from practices.enums import SETTLING, ScreenAnswer
from practices.models import Practice, ScreenedWords

from ._rows import locked, require, write_audit


@dataclass(frozen=True)
class Given:
    """What somebody says about words that were found."""

    answer: str
    note: str = ""


@transaction.atomic
def ask_about_findings(*, practice: Practice, by: User, now: dt.datetime) -> int:
    """Notes what waits for an answer, so that it is known later that words were removed.

    How many wait.
    """
    row = locked(practice)
    require(permissions.user_can_edit(by, row))
    waiting = queries.screened(row.newest(), today=now.date()).unanswered
    for one in waiting:
        _row_of(row, one, now=now)
    return len(waiting)


@transaction.atomic
def answer_findings(
    *, practice: Practice, answers: Mapping[str, Given], by: User, now: dt.datetime
) -> int:
    """Keeps answers, by the keys of what they are about; how many waits after it.

    An answer given before stays with its name and time unless it is changed. Keys of words that
    are gone meanwhile are passed over.
    """
    row = locked(practice)
    require(permissions.user_can_edit(by, row))
    asked = queries.screened(row.newest(), today=now.date()).asked
    given = 0
    for one in asked:
        told = answers.get(one.key)
        if one.needs_answer or told:
            given += _keep(_row_of(row, one, now=now), told, by=by, now=now)
    if given:
        write_audit(row, "answer_findings", by=by, now=now, number=given)
    return len(queries.screened(row.newest(), today=now.date()).unanswered)


def _row_of(row: Practice, one: queries.Asked, *, now: dt.datetime) -> ScreenedWords:
    if one.answered is not None and not one.answered.are_gone:
        return one.answered
    open_again = {
        "asked_at": now, "answer": ScreenAnswer.OPEN, "note": "", "answered_by": None,
        "answered_at": None,
    }  # fmt: skip
    kept, _ = ScreenedWords.objects.update_or_create(
        practice=row,
        place=one.place,
        kind=one.finding.kind,
        fingerprint=one.fingerprint,
        defaults=open_again,
    )
    return kept


def _keep(kept: ScreenedWords, told: Given | None, *, by: User, now: dt.datetime) -> bool:
    if told is None or told.answer not in SETTLING:
        return False
    note = told.note.strip()
    if (kept.answer, kept.note) == (told.answer, note):
        return False
    kept.answer, kept.note = told.answer, note
    kept.answered_by, kept.answered_at = by, now
    kept.save()
    return True
