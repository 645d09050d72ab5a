"""While a round waits: the author may ask again, and after two weeks the coordinators see to it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from members.models import User
from practices import notices, permissions
from practices.calendar import REMIND_AFTER, ROUTED_AFTER
from practices.models import PlannedPublication, Practice

from ._rows import adopt, locked, require, write_audit
from .refusals import CannotRemind

MOST_AT_ONCE = 200


@transaction.atomic
def remind(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """The author asks the stewards once more, a week after the round began and once a week."""
    row = locked(practice)
    require(permissions.user_can_submit(by, row))
    if not row.is_submitted or PlannedPublication.objects.filter(practice=row).exists():
        raise CannotRemind("This practice is not waiting for an answer any more.")
    may_at = may_remind_at(row)
    if now < may_at:
        raise CannotRemind(
            f"You can remind your steward from {date_format(localdate(may_at), 'F j, Y')} on."
        )
    stewards = [one for one in notices.stewards_of(row) if one.pk != by.pk]
    if not stewards:
        raise CannotRemind(
            "Your institution has no steward who could answer. The coordinators look after that."
        )
    row.reminded_at = now
    row.save(update_fields=["reminded_at", "updated_at"])
    write_audit(row, "remind", by=by, now=now)
    notices.reminded(practice=row, title=row.newest().title, by=by, to=stewards)
    adopt(practice, row)


def may_remind_at(practice: Practice) -> dt.datetime:
    """From when on the author may ask (again)."""
    asked_last = practice.reminded_at or practice.submitted_at
    if asked_last is None:
        raise CannotRemind
    return asked_last + REMIND_AFTER


def route_unanswered(*, now: dt.datetime) -> int:
    """Tells the coordinators, once, of every round without an answer for two weeks. How many.

    They get the institution's name and a link, no word of the draft.
    """
    late = Practice.objects.unanswered().filter(
        routed_at=None, submitted_at__lte=now - ROUTED_AFTER
    )
    found = list(late.order_by("submitted_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_route(pk, now=now) for pk in found)


@transaction.atomic
def _route(pk: int, *, now: dt.datetime) -> bool:
    free = Practice.objects.select_for_update(of=("self",), skip_locked=True)
    row = (
        free.select_related("institution", "author", "latest_revision")
        .submitted()
        .filter(pk=pk, routed_at=None)
        .first()
    )
    if row is None:
        return False
    row.routed_at = now
    row.save(update_fields=["routed_at", "updated_at"])
    write_audit(row, "route", by=None, now=now)
    notices.unanswered(practice=row, title=row.newest().title)
    return True
