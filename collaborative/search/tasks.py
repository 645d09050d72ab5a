"""Celery rings; the tables decide. A task that is lost or comes twice changes nothing."""

from __future__ import annotations

import logging

from celery import shared_task
from kombu.exceptions import KombuError

from collaborative.core import clock

from . import actions
from .models import SavedSearch

logger = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Rung after a publication, and beat's every five minutes for what was missed."""
    look_and_tell()


def look_and_tell() -> int:
    """In this process; gives the number of mails. The same as `manage.py tell_saved_searches`."""
    actions.look(now=clock.now())
    told = 0
    while number := actions.tell_at_once(now=clock.now()):
        told += number
    return told


def ring() -> None:
    """Asks a worker to look now. With no broker nothing is lost: the next tick looks."""
    if not SavedSearch.objects.exists():
        return
    try:
        tick.delay()
    except (KombuError, OSError) as error:
        logger.error("Saved searches: no worker could be called, %s", error)  # noqa: TRY400
