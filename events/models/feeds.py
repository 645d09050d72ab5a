"""A person's calendar at a secret address."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class CalendarFeed(models.Model):
    """The secret address at which a member's own calendar program reads the meetings.

    The address is the key: it is stored as a SHA-256 digest, shown once when made, and rotating
    it kills the old one at the same moment.
    """

    user = models.OneToOneField(
        "members.User", on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar feed of {self.user}"
