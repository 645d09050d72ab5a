"""A member's wish for a digest, and the end of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from collaborative.digests.models import DigestSubscription
from collaborative.digests.permissions import user_can_subscribe


class CannotSubscribeError(Exception):
    """Whoever has no account here has no preferences."""


@transaction.atomic
def subscribe(
    *, by: Any, frequency: str, scopes: Sequence[str], now: dt.datetime
) -> DigestSubscription:
    """From now on this person is told of these areas (none named: of all), so often.

    A first wish, or one that was ended, starts at this moment: nothing older is told. A change of
    how often or of what keeps the place up to which the reader was told.
    """
    if not user_can_subscribe(by):
        raise CannotSubscribeError
    subscription, is_first = DigestSubscription.objects.select_for_update().get_or_create(
        user=by,
        defaults={
            "frequency": frequency,
            "scopes": list(scopes),
            "covered_until": now,
            "subscribed_at": now,
        },
    )
    if is_first:
        return subscription
    if not subscription.is_active:
        subscription.covered_until = subscription.subscribed_at = now
    subscription.frequency = frequency
    subscription.scopes = list(scopes)
    subscription.is_active = True
    subscription.unsubscribed_at = None
    subscription.save()
    return subscription


@transaction.atomic
def unsubscribe(*, user_id: int, now: dt.datetime) -> bool:
    """This person is told nothing more, also not what is planned already.

    Done as often as one likes; says whether it changed anything. Named by id, because the link in
    a mail has no one signed in.
    """
    ended = DigestSubscription.objects.filter(user_id=user_id, is_active=True).update(
        is_active=False, unsubscribed_at=now
    )
    return bool(ended)
