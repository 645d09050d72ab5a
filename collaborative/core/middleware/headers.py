"""Headers that Django does not set itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Headers:
    """Nobody embeds what we serve, and what a signed-in person was served is stored nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if "Cache-Control" not in response.headers and _is_personal(request, user):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_personal(request: HttpRequest, user: object) -> bool:
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed) or bool(
        user is not None and request.COOKIES
    )
