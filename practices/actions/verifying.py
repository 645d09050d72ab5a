"""Whether what everybody reads is still true: said once a year, asked for, and shown when not."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from collaborative.core.models import bump_public_version
from members.models import User
from practices import derived, notices, permissions
from practices.calendar import LONG_OVERDUE, SOON, a_year_after, today
from practices.enums import ReminderKind
from practices.models import Practice, VerificationReminder

from ._rows import adopt, locked, require, write_audit
from .refusals import CannotVerify

MOST_AT_ONCE = 200


@transaction.atomic
def verify(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """Somebody of the institution says that the public words are still true.

    In order: public version raised, the day kept and the next one set a year on, the label taken
    away where it was overdue, derived columns, audit line.
    """
    row = locked(practice)
    require(permissions.user_can_verify(by, row))
    if not row.live or row.is_ended:
        raise CannotVerify
    bump_public_version()
    row.verified_at, row.verified_by = now, by
    row.review_by, row.is_overdue = a_year_after(now), False
    row.save(update_fields=["verified_at", "verified_by", "review_by", "is_overdue", "updated_at"])
    derived.refresh(row)
    write_audit(row, "verify", by=by, now=now)
    adopt(practice, row)


@transaction.atomic
def mark_overdue(*, now: dt.datetime) -> int:
    """Labels what nobody looked at again by its day: page, card and API at once. How many."""
    late = list(
        Practice.objects.live()
        .filter(is_overdue=False, review_by__lt=today(now))
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("institution")
        .order_by("review_by", "pk")[:MOST_AT_ONCE]
    )
    for row in late:
        row.is_overdue = True
        row.save(update_fields=["is_overdue", "updated_at"])
        derived.refresh(row)
    if late:
        bump_public_version()
    return len(late)


def remind_to_verify(*, now: dt.datetime) -> int:
    """Asks author and stewards: a month before, on the day, two months after. How many letters.

    After days without a tick only the question that fits the day is asked. The line of the ledger
    is committed before its letter leaves: nobody is asked twice, whatever breaks.
    """
    day = today(now)
    when = {
        ReminderKind.SOON: Q(review_by__gt=day, review_by__lte=day + SOON),
        ReminderKind.DUE: Q(review_by__lte=day, review_by__gt=day - LONG_OVERDUE),
        ReminderKind.OVERDUE: Q(review_by__lte=day - LONG_OVERDUE),
    }
    asked = 0
    for kind, is_its_time in when.items():
        told = VerificationReminder.objects.filter(
            practice=OuterRef("pk"), kind=kind, review_by=OuterRef("review_by")
        )
        due = Practice.objects.live().filter(is_its_time, ~Exists(told))
        pks = due.order_by(F("review_by"), "pk").values_list("pk", flat=True)
        asked += sum(_ask(pk, kind, is_its_time, now=now) for pk in list(pks[:MOST_AT_ONCE]))
    return asked


@transaction.atomic
def _ask(pk: int, kind: ReminderKind, is_its_time: Q, *, now: dt.datetime) -> bool:
    free = Practice.objects.select_for_update(of=("self",), skip_locked=True)
    row = free.live().filter(is_its_time, pk=pk).select_related("institution", "author").first()
    if row is None or row.review_by is None:
        return False
    _, is_new = VerificationReminder.objects.get_or_create(
        practice=row, kind=kind, review_by=row.review_by, defaults={"sent_at": now}
    )
    if is_new:
        notices.review_due(practice=row, kind=kind)
    return is_new
