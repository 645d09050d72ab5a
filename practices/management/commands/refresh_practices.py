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

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        practices = Practice.objects.select_related("institution").order_by("pk").iterator(500)
        number = derived.refresh_all(practices)
        bump_public_version()
        self.stdout.write(f"{number} practices refreshed.")
