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
        ring = partial(tasks.deliver_here, now=now) if options["deliver"] else tasks.ring
        done = actions.send_due(now=now(), ring=ring)
        for issue in done.planned:
            self.stdout.write(f"Planned: {issue}, {issue.deliveries.count()} mails.")
        if done.lost:
            self.stdout.write(f"Perhaps sent, by a sender that stopped: {done.lost}.")
        if done.given_up:
            self.stdout.write(f"Given up: {done.given_up}.")
        word = "Sent what was due of" if options["deliver"] else "Called a worker for"
        self.stdout.write(f"{word} {len(done.rung)} issue(s).")

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
