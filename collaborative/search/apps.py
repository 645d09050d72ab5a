from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "collaborative.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # models are loaded by now

        receivers.listen(self)
