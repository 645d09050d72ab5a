from __future__ import annotations

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from members import interests, keeping

        from . import (  # models are loaded by now
            own_data,
            queries,
            question_own_data,
            receivers,  # noqa: F401  it listens
            talk_own_data,
            together_own_data,
        )

        interests.offer(queries.interests)
        keeping.offer(*own_data.PARTS, uploads=own_data.uploads)
        keeping.offer(*talk_own_data.PARTS, forget=talk_own_data.forget)
        keeping.offer(*question_own_data.PARTS, forget=question_own_data.forget)
        keeping.offer(*together_own_data.PARTS)
