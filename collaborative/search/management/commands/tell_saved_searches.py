"""`manage.py tell_saved_searches`: the same tick as beat's, by hand or from cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from collaborative.search import tasks


class Command(BaseCommand):
    help = (
        "Holds saved searches against what was published since, and writes to those who want to "
        "hear of it at once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"People told by mail: {tasks.look_and_tell()}.")
