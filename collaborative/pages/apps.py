from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "collaborative.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401  connects them
