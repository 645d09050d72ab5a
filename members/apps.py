from __future__ import annotations

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from members import (
            checks,  # noqa: F401  makes itself known by being imported
            keeping,
            own_data,
            receivers,  # noqa: F401  as well
        )

        keeping.offer(*own_data.PARTS, forget=own_data.forget)
