"""Pages for what went wrong. Each says what to do next, in the site's design."""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template

from collaborative.core.views import again

logger = logging.getLogger(__name__)

API_PREFIX = "/api/"
BROKEN = "Something broke on our side."
EXPIRED = "This form has expired, so nothing was sent."


def bad_request(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django names it
) -> HttpResponse:
    return _answer(request, 400, "We could not read that request.")


def permission_denied(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django names it
) -> HttpResponse:
    return _answer(request, 403, "You may not do this.")


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django names it
) -> HttpResponse:
    """The same bytes for what does not exist and for what this person may not know of."""
    return _answer(request, 404, "There is no such page.")


def csrf_failure(
    request: HttpRequest,
    reason: str = "",  # noqa: ARG001  Django names it
) -> HttpResponse:
    """A form of ours whose token is old comes back with its words; any other is refused."""
    return again.unsent(request) or _answer(request, 403, EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session, which may be what broke."""
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": BROKEN}, status=500)
    try:
        page = get_template("500.html").render({"SITE_NAME": settings.SITE_NAME})
    except Exception:
        # The design itself is broken: words alone are better than nothing.
        logger.exception("The page for server errors could not be rendered")
        page = f"<!doctype html><html lang=en><title>{BROKEN}</title><h1>{BROKEN}</h1>"
    return HttpResponse(page, status=500)


def _answer(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": sentence}, status=status)
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)
