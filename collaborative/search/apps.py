from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "collaborative.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from members import keeping
        from practices import finders

        from . import (  # models are loaded by now
            own_data,
            receivers,
            saved_queries,
            saved_receivers,  # noqa: F401  it listens
        )

        receivers.listen(self)
        keeping.offer(*own_data.PARTS, forget=own_data.forget)
        finders.offer(saved_queries.findings, saved_queries.still_found)
