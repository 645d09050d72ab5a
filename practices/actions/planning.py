"""Publication at a chosen time: a steward's yes now, done by the tick."""

from __future__ import annotations

import datetime as dt
import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction

from members.models import User
from practices import notices, permissions, together_notices
from practices.calendar import LONGEST_PLAN
from practices.enums import Workflow
from practices.models import PlannedPublication, Practice, Review

from ._rows import adopt, locked, require, write_audit
from ._screened import require_answers
from .refusals import CannotCancelPlan, CannotPlan, Refused
from .reviewing import check_publishable, have_version, publish

logger = logging.getLogger(__name__)


@transaction.atomic
def plan(
    *,
    practice: Practice,
    by: User,
    publish_at: dt.datetime,
    now: dt.datetime,
    seen: int | None = None,
) -> PlannedPublication:
    """A steward's yes to the version that was read, for a later moment.

    In order: the same questions as at a publication; an own draft goes into a round, so that its
    words stand still; the plan before, if there is one, gives way; audit line, author told.
    """
    row = locked(practice)
    require(permissions.user_can_publish(by, row))
    check_publishable(row, row.newest(), by=by, seen=seen)
    require_answers(row.newest(), now=now)
    if publish_at <= now:
        raise CannotPlan
    if publish_at > now + LONGEST_PLAN:
        raise CannotPlan("Choose a time within a year: what is true now may not be then.")
    if not row.is_submitted:
        have_version(row, by=by, now=now)
        Review.objects.create(
            practice=row, revision=row.latest_revision, submitted_by=by, submitted_at=now
        )
        row.workflow, row.submitted_at = Workflow.SUBMITTED, now
        row.save(update_fields=["workflow", "submitted_at", "latest_revision", "updated_at"])
        together_notices.ask(practice=row)
    PlannedPublication.objects.filter(practice=row).delete()
    made = PlannedPublication.objects.create(
        practice=row,
        revision=row.latest_revision,
        publish_at=publish_at,
        planned_by=by,
        planned_at=now,
    )
    write_audit(row, "plan", by=by, now=now, publish_at=publish_at.isoformat())
    review = row.reviews.select_related("submitted_by").waiting().get()
    notices.planned(practice=row, title=row.newest().title, plan=made, review=review)
    adopt(practice, row)
    return made


@transaction.atomic
def cancel_plan(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """Nothing happens at that time; the practice waits for a steward's answer as before."""
    row = locked(practice)
    require(permissions.user_can_publish(by, row))
    made = PlannedPublication.objects.filter(practice=row).select_related("planned_by").first()
    if made is None:
        raise CannotCancelPlan
    made.delete()
    write_audit(row, "cancel_plan", by=by, now=now)
    concerned = {one.pk: one for one in (*notices.writers_of(row), made.planned_by)}
    concerned.pop(by.pk, None)
    notices.plan_ended(
        practice=row,
        title=row.newest().title,
        plan=made,
        why=f"{by} called it off. It waits for a steward's answer again.",
        to=list(concerned.values()),
    )
    adopt(practice, row)


def publish_planned(*, now: dt.datetime) -> tuple[int, int]:
    """Publishes what is due, each in a transaction of its own. How many, and how many could not be.

    Ticks that run at once pass over each other's rows; what one of them missed the next one finds.
    One practice that breaks stops no other.
    """
    due = PlannedPublication.objects.filter(publish_at__lte=now).order_by("publish_at", "pk")
    outcomes = []
    for pk in list(due.values_list("practice_id", flat=True)):
        try:
            outcomes.append(_publish_one(pk, now=now))
        except Exception:
            logger.exception("Practice %s could not be published as planned", pk)
    return outcomes.count(True), outcomes.count(False)


@transaction.atomic
def _publish_one(pk: int, *, now: dt.datetime) -> bool | None:
    """True: published. False: it could not be, and its people are told why. None: not ours to do.

    The plan is read again under the row's lock: taking back and calling off wait for that lock, or
    are passed over and looked at by the next tick.
    """
    free = Practice.objects.select_for_update(of=("self",), skip_locked=True)
    row = free.select_related("institution", "author").filter(pk=pk).first()
    made = (
        PlannedPublication.objects.filter(practice=row, publish_at__lte=now)
        .select_related("planned_by")
        .first()
    )
    if row is None or made is None:
        return None
    reason = _why_not(row, made, now=now)
    if not reason:
        return True
    made.delete()
    write_audit(row, "plan_failed", by=None, now=now, reason=reason)
    people = {one.pk: one for one in (*notices.writers_of(row), *notices.stewards_of(row))}
    notices.plan_ended(
        practice=row, title=row.newest().title, plan=made, why=reason, to=list(people.values())
    )
    return False


def _why_not(row: Practice, made: PlannedPublication, *, now: dt.datetime) -> str:
    """Publishes in the name of whoever planned it; else the sentence that says why it cannot be."""
    planner = made.planned_by
    if not row.institution.is_active:
        return f"{row.institution} is closed."
    try:
        publish(practice=row, by=planner, now=now, seen=made.revision_id)
    except PermissionDenied:
        return f"{planner.known_as} is no steward of {row.institution} any more."
    except Refused as refusal:
        return str(refusal)
    return ""
