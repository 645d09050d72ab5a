"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Names of the site; whether this visitor brought a session (else nobody asks who it is)."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "BASE_URL": settings.BASE_URL,
        "POSTAL_ADDRESS": settings.POSTAL_ADDRESS,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "CODE_MINUTES": settings.CODE_MINUTES,
        "is_demo": settings.DEMO_NOTICE,
        "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
    }


def messages(request: HttpRequest) -> dict[str, Any]:
    """Messages, read only for visitors with a session: a visitor without one stays without."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not getattr(
        getattr(request, "_messages", None), "_queued_messages", None
    ):
        return {"messages": []}
    return {"messages": get_messages(request)}
