"""`manage.py send_due_digests`: the same tick as beat's, by hand or from cron."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from collaborative.core import clock
from collaborative.digests import actions, tasks
from collaborative.digests.models import DigestDelivery


class Command(BaseCommand):
    help = "Plans the digests that are due and has the worker send them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--deliver", action="store_true", help="send here, without a worker or a broker"
        )
        parser.add_argument(
            "--now",
            default="",
            help="as if it were this moment (ISO, with zone; not in production)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = self._clock(options["now"])
        unreached: list[int] = []

        def call(issue_id: int) -> None:
            if not tasks.ring(issue_id):
                unreached.append(issue_id)

        ring = partial(tasks.deliver_here, now=now) if options["deliver"] else call
        done = actions.send_due(now=now(), ring=ring)
        for issue in done.planned:
            self.stdout.write(f"Planned: {issue}, {issue.deliveries.count()} mails.")
        if done.lost:
            self.stdout.write(f"Perhaps sent, by a sender that stopped: {done.lost}.")
        if done.given_up:
            self.stdout.write(f"Given up: {done.given_up}.")
        if options["deliver"]:
            self._say_what_was_sent(done.rung, now())
        else:
            self._say_who_was_called(done.rung, unreached)

    def _say_what_was_sent(self, rung: list[int], now: dt.datetime) -> None:
        left = DigestDelivery.objects.due(now).filter(issue_id__in=rung).count()
        if left:
            raise CommandError(
                f"Mails that still wait: {left}, because the mail server in EMAIL_URL could not "
                "be reached; the next tick tries again."
            )
        self.stdout.write(f"Sent what was due of {len(rung)} issue(s).")

    def _say_who_was_called(self, rung: list[int], unreached: list[int]) -> None:
        if unreached:
            raise CommandError(
                f"No worker could be called for {len(unreached)} issue(s), because the broker in "
                "REDIS_URL could not be reached; what is planned waits for the next tick, or for "
                "--deliver."
            )
        self.stdout.write(f"Called a worker for {len(rung)} issue(s).")
        if rung and not tasks.a_worker_answers():
            self.stderr.write(
                "No worker answers now: what is planned waits until one is started, or for "
                "--deliver."
            )

    def _clock(self, text: str) -> Callable[[], dt.datetime]:
        if not text:
            return clock.now
        if not settings.WORKSHOP:
            raise CommandError("--now is for development and tests: the ledger tells the truth.")
        moment = parse_datetime(text)
        if moment is None or moment.tzinfo is None:
            raise CommandError(
                "--now needs a moment with its zone, like 2026-11-23T13:00:00+00:00."
            )
        return lambda: moment
