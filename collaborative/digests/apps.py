from __future__ import annotations

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "collaborative.digests"
    label = "digests"
    default_auto_field = "django.db.models.BigAutoField"
