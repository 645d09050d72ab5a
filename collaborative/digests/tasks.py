"""Celery rings; the tables decide. A task that is lost or comes twice changes nothing."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from celery import current_app, shared_task
from kombu.exceptions import KombuError

from collaborative.core import clock
from collaborative.core.mail import transport

from . import actions

logger = logging.getLogger(__name__)

# One worker must not be held by one issue for longer than the broker waits for an answer.
MOST_AT_ONCE = 500
SECONDS_TO_ANSWER = 2


@shared_task
def tick() -> None:
    """Beat's every five minutes; the same as `manage.py send_due_digests`."""
    actions.send_due(now=clock.now(), ring=ring)


@shared_task
def deliver(issue_id: int) -> None:
    """Sends what is due of one issue."""
    handled = deliver_here(issue_id, most=MOST_AT_ONCE)
    if handled == MOST_AT_ONCE:
        ring(issue_id)


def deliver_here(
    issue_id: int, most: int | None = None, now: Callable[[], dt.datetime] = clock.now
) -> int:
    """In this process, with the mail server of the settings."""
    return actions.deliver(issue_id=issue_id, line=transport.from_settings(), clock=now, most=most)


def ring(issue_id: int) -> bool:
    """Asks a worker to send now. With no broker nothing is lost: the next tick asks again."""
    try:
        deliver.delay(issue_id)
    except (KombuError, OSError) as error:
        logger.error("Digest %s: no worker could be called, %s", issue_id, error)  # noqa: TRY400
        return False
    return True


def a_worker_answers() -> bool:
    """Whether any worker listens now; one that is busy answers too."""
    try:
        return bool(current_app.control.ping(timeout=SECONDS_TO_ANSWER, limit=1))
    except (KombuError, OSError):
        return False
