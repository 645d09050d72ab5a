"""Reads the words inside files that came before files were read. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from collaborative.core.clock import now
from practices import actions
from practices.models import PracticeFile


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        unread = PracticeFile.objects.filter(contents=None).order_by("pk")
        number = sum(actions.read_kept_file(kept=kept, now=now()) for kept in unread.iterator(100))
        self.stdout.write("1 file read." if number == 1 else f"{number} files read.")
