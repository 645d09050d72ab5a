from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "collaborative.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from members import keeping

        from . import own_data, receivers  # noqa: F401  the latter connects them

        keeping.offer(*own_data.PARTS, forget=own_data.forget)
