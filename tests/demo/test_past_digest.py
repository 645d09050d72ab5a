"""The demo's digest desk has something to show, and nobody is mailed for it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from collaborative.demo.models import DemoLoad
from collaborative.digests import actions
from collaborative.digests.enums import DeliveryState
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_demo_holds_one_weekly_digest_that_went_out(client_of):
    call_command("load_demo", verbosity=0)
    weekly = DigestIssue.objects.get(kind="weekly")
    lines = list(weekly.deliveries.select_related("recipient"))

    assert weekly.is_finished
    assert weekly.due_at < timezone.now()
    assert len(lines) >= 10
    states = [line.state for line in lines]
    assert states.count(DeliveryState.FAILED) == 1
    assert states.count(DeliveryState.SENT) == len(lines) - 1
    assert all(line.email == line.recipient.email and line.practice_ids for line in lines)
    assert all(line.settled_at and line.attempts == 1 and line.smtp_answer for line in lines)
    assert not DigestDelivery.objects.filter(state=DeliveryState.PENDING).exists()
    assert mail.outbox == []

    coordinator = next(
        one.user for one in DigestSubscription.objects.filter(user__is_coordinator=True)
    )
    page = client_of(coordinator).get("/digests/desk/").content.decode()
    assert f"{len(lines) - 1} sent" in page
    reader = next(line.recipient for line in lines if line.state == DeliveryState.SENT)
    copy = client_of(reader).get(f"/digests/issue/{weekly.pk}/")
    assert copy.status_code == 200

    before = DigestIssue.objects.count()
    DemoLoad.objects.all().delete()  # as if its words had changed
    call_command("load_demo", verbosity=0)
    assert DigestIssue.objects.count() == before
    tick = actions.send_due(now=timezone.now(), ring=lambda _: None)
    assert tick.rung == []
    assert [issue.kind for issue in tick.planned if issue.kind == "weekly"] == []


def test_no_past_is_invented_for_real_readers():
    reader, now = UserFactory(), timezone.now()
    DigestSubscription.objects.create(user=reader, covered_until=now, subscribed_at=now)
    call_command("load_demo", verbosity=0)
    assert not DigestIssue.objects.exists()
