"""The end of a practice: it is not done any more, or its institution says it no longer.

Neither takes anything from under a reader: the words stay at their address, labelled.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from collaborative.core.models import bump_public_version
from members.models import User
from practices import derived, notices, permissions, together_notices
from practices.calendar import a_year_after
from practices.enums import ReviewState, Stage
from practices.models import Practice, Review

from ._rows import adopt, keep_version, locked, require, write_audit
from .refusals import CannotBringBack, CannotEnd, CannotWithdraw, Refused, SentenceMissing

ANSWER_FIRST = "Newer words wait for a steward. Answer them first, then come back here."


@transaction.atomic
def end(
    *, practice: Practice, by: User, reason: str, now: dt.datetime, followed_by: str = ""
) -> None:
    """Says to every reader that it is not done any more, why, and what followed.

    In order: public version raised; the live words with their end are kept and published as a
    version of their own; a newer draft, if there is one, gets the same end and goes on waiting;
    nobody is asked any more whether it is true; derived columns, audit line, author and stewards
    told on commit.
    """
    row = locked(practice)
    require(permissions.user_can_end(by, row))
    _refuse_unless_public(row, CannotEnd)
    if row.is_ended:
        raise CannotEnd("It is said already that this has ended.")
    if not reason.strip():
        raise SentenceMissing("Say why it ended: it helps others most.")
    bump_public_version()
    words = {
        "stage": Stage.ENDED,
        "ended_reason": reason.strip(),
        "followed_by": followed_by.strip(),
    }
    newer = row.newest().with_words(words) if row.has_newer_draft else None
    for name, value in words.items():
        setattr(row, name, value)
    row.live_revision = keep_version(row, by=by, now=now)
    Review.objects.create(
        practice=row,
        revision=row.live_revision,
        state=ReviewState.PUBLISHED,
        submitted_by=by,
        submitted_at=now,
        decided_by=by,
        decided_at=now,
    )
    if newer is not None:
        row.latest_revision = keep_version(newer, by=by, now=now)
    row.last_published_at = now
    row.public_version += 1
    row.review_by, row.is_overdue = None, False
    row.save()
    derived.refresh(row)
    write_audit(row, "end", by=by, now=now)
    notices.ended(practice=row, by=by)
    together_notices.published(practice=row)
    adopt(practice, row)


@transaction.atomic
def withdraw(*, practice: Practice, by: User, reason: str, now: dt.datetime) -> None:
    """The institution says it no longer: out of every list, feed, count and search.

    At its address the words stay, under the reason, for those who relied on them; they stand still
    until somebody brings it back. What nobody must read is taken down instead (`take_down`).
    """
    row = locked(practice)
    require(permissions.user_can_end(by, row))
    _refuse_unless_public(row, CannotWithdraw)
    if not reason.strip():
        raise SentenceMissing("Say why it is withdrawn: those who relied on it read this.")
    bump_public_version()
    row.live = False
    row.withdrawn_at, row.withdrawn_by = now, by
    row.withdrawn_reason = reason.strip()
    row.review_by, row.is_overdue = None, False
    row.save()
    derived.refresh(row)
    write_audit(row, "withdraw", by=by, now=now, reason=row.withdrawn_reason)
    notices.withdrawn(practice=row, by=by)
    together_notices.gone(practice=row, what="withdrawn")
    adopt(practice, row)


@transaction.atomic
def bring_back(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """The institution says it again, as it stood: whoever does so says that it is still true."""
    row = locked(practice)
    require(permissions.user_can_end(by, row))
    if not row.is_withdrawn:
        raise CannotBringBack
    bump_public_version()
    row.live = True
    row.withdrawn_at = row.withdrawn_by = None
    row.withdrawn_reason = ""
    if not row.is_ended:
        row.verified_at, row.verified_by, row.review_by = now, by, a_year_after(now)
    row.save()
    derived.refresh(row)
    write_audit(row, "bring_back", by=by, now=now)
    notices.brought_back(practice=row, by=by)
    together_notices.published(practice=row)
    adopt(practice, row)


def _refuse_unless_public(row: Practice, refusal: type[Refused]) -> None:
    if not row.live:
        raise refusal
    if row.is_submitted:
        raise refusal(ANSWER_FIRST)
