"""What digests keep of a person: the wish for one, and what was sent."""

from __future__ import annotations

import datetime as dt

from collaborative.digests.enums import DeliveryState, SkipReason
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from members.keeping import Part, Row
from members.models import User
from practices.models import ScopeArea


def subscription(user: User) -> list[Row]:
    names = dict(ScopeArea.objects.values_list("slug", "name"))
    own = DigestSubscription.objects.filter(user=user)
    return [
        {
            "how_often": one.get_frequency_display(),
            "about": [names.get(slug, slug) for slug in one.scopes] or ["everything"],
            "wanted": one.is_active,
            "since": one.subscribed_at,
            "unsubscribed_on": one.unsubscribed_at,
            "told_up_to": one.covered_until,
        }
        for one in own
    ]


def deliveries(user: User) -> list[Row]:
    own = DigestDelivery.objects.filter(recipient=user).select_related("issue")
    own = own.defer("issue__cards", "issue__frame").order_by("-issue__due_at", "-pk")
    return [
        {
            "digest": f"{one.issue.get_kind_display()} of {one.issue.due_at:%Y-%m-%d}",
            "practices_in_it": len(one.practice_ids),
            "state": one.get_state_display(),
            "to_your_address": one.email,
            "settled_on": one.settled_at,
        }
        for one in own
    ]


def issues(user: User) -> list[Row]:
    own = DigestIssue.objects.filter(planned_by=user).defer("cards", "frame")
    return [
        {"digest": one.get_kind_display(), "planned_on": one.planned_at}
        for one in own.order_by("-planned_at", "-pk")
    ]


PARTS = (
    Part(
        "digest", "Your digest",
        "How often you want to hear of new practices, and of which areas.", subscription,
        ("digests.DigestSubscription.user",),
    ),
    Part(
        "deliveries", "Digests that we sent you",
        "So that nothing is sent to you twice, and a coordinator sees what did not arrive.",
        deliveries, ("digests.DigestDelivery.recipient",),
    ),
    Part(
        "issues", "Digests that you sent",
        "As a coordinator, beside the regular ones.", issues, ("digests.DigestIssue.planned_by",),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """The wish goes. Lines of the ledger stay, so that its sums stay true, but name no address.

    What waits is not sent. What is on its way at this moment cannot be called back: it was perhaps
    sent, and its sender finds no line any more into which to write the mail server's answer.
    """
    DigestSubscription.objects.filter(user=user).delete()
    own = DigestDelivery.objects.filter(recipient=user)
    own.filter(state=DeliveryState.PENDING).update(
        state=DeliveryState.SKIPPED, skip_reason=SkipReason.INACTIVE, settled_at=now
    )
    own.filter(state=DeliveryState.SENDING).update(
        state=DeliveryState.UNCERTAIN, lease_until=None, settled_at=now
    )
    own.update(email="", smtp_answer="", message_id="")
