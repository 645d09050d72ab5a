"""How somebody wants to hear of what a saved search finds."""

from __future__ import annotations

from django.db import models


class Telling(models.TextChoices):
    AT_ONCE = "at-once", "At once, by mail"
    DIGEST = "digest", "In my digest"
    NOT = "not", "Not at all"
