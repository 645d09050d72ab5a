"""What the whole portal shares: the version of everything public."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class PublicVersion(models.Model):
    """One row with one number, raised in the same transaction as every public change.

    The public cache reads it on each request (one primary-key query); a page stored under an
    older number is never served again. See docs/adr/0006-public-cache.md.
    """

    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="public_version_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.number)


def bump_public_version() -> None:
    """Empties the public cache of every process at commit. Call inside the transaction."""
    updated = PublicVersion.objects.filter(pk=1).update(number=F("number") + 1)
    if not updated:
        PublicVersion.objects.create(pk=1, number=2)
