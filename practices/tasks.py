"""Celery rings; the tables decide. A tick that is lost or comes twice changes nothing."""

from __future__ import annotations

from celery import shared_task

from collaborative.core import clock

from . import actions


@shared_task
def tick() -> None:
    """Beat's every five minutes; the same as `manage.py do_due_practices`."""
    actions.do_due(now=clock.now())
