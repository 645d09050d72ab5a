from __future__ import annotations

from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "collaborative.digests"
    label = "digests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from members import keeping

        from . import own_data

        keeping.offer(*own_data.PARTS, forget=own_data.forget)
