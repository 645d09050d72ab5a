"""Rings when something public changed, so that who saved a search hears of it at once."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.dispatch import receiver

from practices.models import Practice
from practices.signals import practice_refreshed

from . import tasks


@receiver(practice_refreshed)
def ring_after_the_commit(practice: Practice, **_: Any) -> None:
    """Once a transaction, whatever it publishes."""
    if practice.live and not _rings_already():
        transaction.on_commit(tasks.ring, robust=True)


def _rings_already() -> bool:
    waiting = reversed(connection.run_on_commit)
    return any(one[1] is tasks.ring for one in waiting)
