"""Whether the demo consortium is in this database, and which text of it."""

from __future__ import annotations

from django.db import models


class DemoLoad(models.Model):
    """One row a load: the fingerprint of the content that was loaded. Makes a second load fast."""

    fingerprint = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]
