"""Settings that would fail only when somebody presses a button, tried at the start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from members.proof import nameserver


@register()
def resolvers_are_addresses(**kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001  Django gives them
    wrong: list[CheckMessage] = []
    for text in settings.DNS_RESOLVERS:
        try:
            nameserver(text)
        except ValueError as error:
            wrong.append(
                Error(
                    f"DNS_RESOLVERS: {error}.",
                    hint="Write addresses with commas, like 192.0.2.1,[2001:db8::1]:5353.",
                    id="members.E001",
                )
            )
    return wrong
