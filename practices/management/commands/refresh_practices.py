"""Makes the derived columns of all practices anew: after a change of their templates."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from collaborative.core.models import bump_public_version
from practices import derived
from practices.models import Practice


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Practice.objects.order_by("pk").values_list("pk", flat=True))
        for pk in keys:
            with transaction.atomic():  # one at a time: nobody who publishes waits for all
                derived.refresh_anew(pk)
        bump_public_version()
        self.stdout.write(f"{len(keys)} practices refreshed.")
