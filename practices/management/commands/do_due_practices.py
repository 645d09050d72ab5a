"""`manage.py do_due_practices`: the same tick as beat's, by hand or from cron."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime

from collaborative.core import clock
from practices import actions


class Command(BaseCommand):
    help = (
        "Publishes what was planned for now, tells coordinators of rounds that nobody answers, "
        "labels practices that nobody looked at again and asks their people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--now",
            default="",
            help="as if it were this moment (ISO, with zone; not in production)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        if options["now"]:
            if not settings.WORKSHOP:
                raise CommandError("--now is for development and tests: readers see the day.")
            moment = parse_datetime(options["now"])
            if moment is None or moment.tzinfo is None:
                raise CommandError(
                    "--now needs a moment with its zone, like 2026-11-23T13:00:00+00:00."
                )
            now = moment
        done = actions.do_due(now=now)
        self.stdout.write(
            f"Published as planned: {done.published}. Could not be: {done.not_published}. "
            f"Coordinators told: {done.routed}. Labelled overdue: {done.overdue}. "
            f"Asked whether still true: {done.asked}."
        )
