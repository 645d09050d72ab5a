"""Makes the entries of all practices anew: after a change of what is found, or to be sure."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from collaborative.core.models import bump_public_version
from collaborative.search import entries


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        made = entries.rebuild()
        bump_public_version()
        self.stdout.write(f"Found anew: {made:,}.")
