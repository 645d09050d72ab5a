"""What the database itself refuses of how a practice is looked after, beside what it takes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from practices import actions
from practices.models import PlannedPublication, Practice, VerificationReminder
from practices.tasks import tick
from tests.factories import published_practice

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


def test_constraints_of_a_practice(roles):
    practice = published_practice()
    row = Practice.objects.filter(pk=practice.pk)
    by = roles.stewardA
    gone = {"live": False, "withdrawn_at": NOW, "withdrawn_by": by, "withdrawn_reason": "No."}
    for name, good, bad in (
        ("practice_both_verified_at_and_verified_by_set",
         {"verified_at": NOW, "verified_by": by}, {"verified_at": NOW}),
        ("practice_overdue_is_live_and_has_review_by",
         {"is_overdue": True}, {"is_overdue": True, "review_by": None}),
        ("practice_overdue_is_live_and_has_review_by",
         {"live": False}, {"is_overdue": True, "live": False}),
        ("practice_withdrawn_says_who_and_why", gone, gone | {"withdrawn_reason": ""}),
        ("practice_withdrawn_says_who_and_why", gone, gone | {"withdrawn_by": None}),
        ("practice_withdrawn_is_neither_live_nor_taken_down", gone, gone | {"live": True}),
        ("practice_withdrawn_is_neither_live_nor_taken_down",
         gone, gone | {"taken_down_at": NOW}),
    ):  # fmt: skip
        with transaction.atomic():
            assert row.update(**good) == 1
            transaction.set_rollback(True)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            row.update(**bad)


def test_a_plan_is_for_later_and_one_a_practice(state_of, roles):
    practice = state_of("submitted")
    actions.plan(practice=practice, by=roles.stewardA, publish_at=NOW + DAY, now=NOW)
    plan = PlannedPublication.objects.get()
    rows = PlannedPublication.objects.filter(pk=plan.pk)

    assert rows.update(publish_at=plan.planned_at + DAY) == 1
    with pytest.raises(IntegrityError, match="plan_is_for_later"), transaction.atomic():
        rows.update(publish_at=plan.planned_at)
    plan.pk = None
    with pytest.raises(IntegrityError, match="practice_id"), transaction.atomic():
        plan.save(force_insert=True)


def test_a_reminder_of_a_kind_is_sent_once_for_a_day():
    asked = {"practice": published_practice(), "review_by": NOW.date(), "sent_at": NOW}
    VerificationReminder.objects.create(kind="soon", **asked)
    VerificationReminder.objects.create(kind="due", **asked)

    with pytest.raises(IntegrityError, match="reminder_is_sent_once"), transaction.atomic():
        VerificationReminder.objects.create(kind="soon", **asked)
    with pytest.raises(IntegrityError, match="reminder_kind_is_known"), transaction.atomic():
        VerificationReminder.objects.create(kind="never", **asked)


def test_beat_rings_for_the_tick():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert tick.name in names
