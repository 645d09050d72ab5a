"""One line of the ledger at a time: claimed and committed, then sent, then settled."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from collaborative.core.mail.outcomes import CannotConnectError, Outcome, Result, Transport
from collaborative.digests import letters, queries
from collaborative.digests.enums import DeliveryState, SkipReason
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from collaborative.digests.permissions import user_can_receive
from members.models import User

logger = logging.getLogger(__name__)

# Longer than every stage of one conversation may take together.
LEASE = dt.timedelta(minutes=15)
BACK_OFF = tuple(dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360))
MOST_ATTEMPTS = len(BACK_OFF) + 1
GIVE_UP_AFTER = dt.timedelta(days=7)
UNSETTLED = (DeliveryState.PENDING, DeliveryState.SENDING)

# Whoever gets the row has it alone; rows that others hold are passed over, never waited for.
CLAIM = """
    WITH next AS MATERIALIZED (
        SELECT id FROM digests_digestdelivery
        WHERE issue_id = %s AND state = 'pending' AND next_attempt_at <= %s
        ORDER BY next_attempt_at, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    UPDATE digests_digestdelivery AS line
    SET state = 'sending', attempts = line.attempts + 1, lease_until = %s
    FROM next
    WHERE line.id = next.id AND line.state = 'pending'
    RETURNING line.*
"""


NOBODY = letters.Reader(id=0, email="", how_often="", scopes=())


@dataclass(frozen=True)
class Claim:
    """A line that this sender alone may send, or that turned out to need no mail."""

    delivery: DigestDelivery
    reader: letters.Reader = NOBODY
    chosen: list[letters.Chosen] = field(default_factory=list)

    @property
    def is_skipped(self) -> bool:
        return self.delivery.state == DeliveryState.SKIPPED


@transaction.atomic
def claim_next(*, issue: DigestIssue, now: dt.datetime) -> Claim | None:
    """Takes the next due line of an issue; committed before any SMTP.

    Whether its reader still is a member with a digest, and what of it they may still read, is
    asked now: what was taken down leaves the mail, and if nothing is left there is no mail.
    """
    lines = DigestDelivery.objects.raw(CLAIM, [issue.pk, now, now + LEASE])
    delivery = next(iter(lines), None)
    if delivery is None:
        return None
    delivery.issue = issue
    user = User.objects.select_related("digest_subscription").get(pk=delivery.recipient_id)
    subscription: Any = getattr(user, "digest_subscription", None)
    reason = _reason_not_to(user, subscription)
    chosen = [] if reason else _still_readable(delivery, user)
    if not reason and not chosen:
        reason = SkipReason.NOTHING_VISIBLE
    if reason:
        delivery.state = DeliveryState.SKIPPED
        delivery.skip_reason = reason
        delivery.lease_until = None
        delivery.settled_at = now
        delivery.save(update_fields=["state", "skip_reason", "lease_until", "settled_at"])
        return Claim(delivery)
    delivery.email = user.email
    return Claim(delivery, _reader(user, subscription, delivery), chosen)


@transaction.atomic
def settle(*, claim: Claim, result: Result, now: dt.datetime) -> str:
    """Writes down what became of a claimed line; gives its state.

    250 is sent. "Not now" waits longer each time and fails after the last. "Never" is failed. No
    answer is uncertain, and nothing uncertain is sent again. A sender that answers after its lease
    was lost still may say what it knows, because nobody else has touched the line.
    """
    delivery = claim.delivery
    change: dict[str, Any] = {
        "email": delivery.email,
        "smtp_answer": str(result),
        "lease_until": None,
        "settled_at": now,
    }
    if result.outcome is Outcome.ACCEPTED:
        change["state"] = DeliveryState.SENT
    elif result.outcome is Outcome.UNKNOWN:
        change["state"] = DeliveryState.UNCERTAIN
    elif result.outcome is Outcome.REFUSED_FOR_GOOD or delivery.attempts >= MOST_ATTEMPTS:
        change["state"] = DeliveryState.FAILED
    else:
        change["state"] = DeliveryState.PENDING
        change["next_attempt_at"] = now + BACK_OFF[delivery.attempts - 1]
        change["settled_at"] = None
    DigestDelivery.objects.filter(
        pk=delivery.pk,
        attempts=delivery.attempts,
        # Emptied where the reader's account went meanwhile: no address comes back to such a line.
        message_id=delivery.message_id,
        state__in=(DeliveryState.SENDING, DeliveryState.UNCERTAIN),
    ).update(**change)
    return str(change["state"])


def release_lost_leases(*, now: dt.datetime) -> int:
    """Lines whose sender died: perhaps sent, so uncertain. How many."""
    return DigestDelivery.objects.with_lost_lease(now).update(
        state=DeliveryState.UNCERTAIN,
        lease_until=None,
        settled_at=now,
        smtp_answer="The sender stopped before it could say what became of it.",
    )


def give_up_old(*, now: dt.datetime) -> int:
    """Lines that nobody could send for a week are old news. How many."""
    return DigestDelivery.objects.filter(
        state=DeliveryState.PENDING, issue__planned_at__lt=now - GIVE_UP_AFTER
    ).update(
        state=DeliveryState.FAILED,
        settled_at=now,
        smtp_answer=f"Given up after {GIVE_UP_AFTER.days} days.",
    )


def close_finished(*, now: dt.datetime) -> int:
    """Issues with nothing left to send are finished. How many."""
    unsettled = DigestDelivery.objects.filter(issue=OuterRef("pk"), state__in=UNSETTLED)
    return DigestIssue.objects.filter(~Exists(unsettled), finished_at=None).update(finished_at=now)


def deliver(
    *, issue_id: int, line: Transport, clock: Callable[[], dt.datetime], most: int | None = None
) -> int:
    """Sends the due lines of an issue one by one, over one line to the mail server. How many.

    The line is opened before a reader is claimed: while the mail server is away nobody's attempts
    are used up, and the next tick tries again. Any number of senders may do this at once.
    """
    issue = DigestIssue.objects.get(pk=issue_id)
    handled = 0
    try:
        while handled != most and (handled or issue.deliveries.due(clock()).exists()):
            line.open()
            claim = claim_next(issue=issue, now=clock())
            if claim is None:
                break
            handled += 1
            if not claim.is_skipped:
                settle(claim=claim, result=_send(claim, line, clock()), now=clock())
    except CannotConnectError as error:
        logger.error("Digest %s: no line to the mail server, %s", issue_id, error)  # noqa: TRY400
    finally:
        line.close()
    close_finished(now=clock())
    return handled


def _send(claim: Claim, line: Transport, now: dt.datetime) -> Result:
    """Never raises: a claimed line must be settled, and honestly."""
    delivery = claim.delivery
    try:
        letter = letters.compose(delivery.issue.frame, claim.reader, claim.chosen)
        sender, message = letters.as_message(
            letter, reader=claim.reader, message_id=delivery.message_id, now=now
        )
    except Exception:
        logger.exception("Digest line %s could not be written", delivery.pk)
        return Result(Outcome.REFUSED_FOR_NOW, "letter", 0, "it could not be written")
    try:
        return line.send(sender=sender, recipient=delivery.email, message=message)
    except Exception:
        logger.exception("Digest line %s: the conversation ended in an error", delivery.pk)
        return Result(Outcome.UNKNOWN, "conversation", 0, "it ended in an error of ours")


def _reason_not_to(user: User, subscription: DigestSubscription | None) -> str:
    if not user.is_active:
        return SkipReason.INACTIVE
    if subscription is None or not subscription.is_active:
        return SkipReason.UNSUBSCRIBED
    return "" if user_can_receive(user) else SkipReason.NOT_MEMBER


def _still_readable(delivery: DigestDelivery, user: User) -> list[letters.Chosen]:
    return [letters.Chosen(**item) for item in queries.readable_items(delivery, user)]


def _reader(
    user: User, subscription: DigestSubscription, delivery: DigestDelivery
) -> letters.Reader:
    return letters.Reader(
        id=user.pk,
        email=user.email,
        how_often=letters.HOW_OFTEN[subscription.frequency],
        scopes=tuple(subscription.scopes),
        follows=bool(delivery.followed_ids),
    )
