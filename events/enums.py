"""Words of meetings."""

from __future__ import annotations

from django.db import models


class Audience(models.TextChoices):
    PUBLIC = "public", "Everyone"
    MEMBERS = "members", "Members only"


class Answer(models.TextChoices):
    YES = "yes", "Yes, I will come"
    NO = "no", "No, I cannot"
    MAYBE = "maybe", "Maybe"
