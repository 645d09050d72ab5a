from __future__ import annotations

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from members import interests, keeping

        from . import own_data, queries, receivers, talk_own_data  # noqa: F401  models are loaded by now

        interests.offer(queries.interests)
        keeping.offer(*own_data.PARTS, uploads=own_data.uploads)
        keeping.offer(*talk_own_data.PARTS, forget=talk_own_data.forget)
