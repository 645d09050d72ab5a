"""Pages for what went wrong. Each says what to do next, in the site's design."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import get_template

from collaborative.core.views import again

logger = logging.getLogger(__name__)

API_PREFIX = "/api/"
KEEPS_WORDS = (403, 404)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BROKEN = "Something broke on our side."


class NotForYou(PermissionDenied):
    """A refusal in words that the person may read: who may enter, and what to do instead.

    Words of other refusals stay in the log: they were not written for readers.
    """

    def __init__(self, title: str, advice: str) -> None:
        super().__init__(title)
        self.title = title
        self.advice = advice


def bad_request(
    request: HttpRequest,
    exception: Exception | None = None,
) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return _answer(request, 400, "That is too much for one form", _most())
    return _answer(request, 400, "We could not read that request")


def _most() -> str:
    most = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return (
        f"A form takes {most} of words and {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} answers. "
        "Nothing was changed. Go back, where your browser usually keeps what you typed, and "
        "shorten it; or hand in a file."
    )


def permission_denied(
    request: HttpRequest,
    exception: Exception | None = None,
) -> HttpResponse:
    if isinstance(exception, NotForYou):
        return _answer(request, 403, exception.title, exception.advice)
    return _answer(request, 403, "You may not do this")


def page_not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django names it
) -> HttpResponse:
    """The same bytes for what does not exist and for what this person may not know of."""
    return _answer(request, 404, "There is no such page")


def csrf_failure(
    request: HttpRequest,
    reason: str = "",  # noqa: ARG001  Django names it
) -> HttpResponse:
    """A form of ours whose token is old comes back with its words; any other is refused."""
    return again.unsent(request) or _answer(
        request,
        403,
        "This form has expired",
        "Nothing was sent. Go back and copy what you typed, then open the page anew in another "
        "tab and put it in there.",
    )


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


def _answer(request: HttpRequest, status: int, title: str, advice: str = "") -> HttpResponse:
    if request.path_info.startswith(API_PREFIX):
        return JsonResponse({"detail": f"{title}. {advice}".strip()}, status=status)
    words = again.refused_words(request) if status in KEEPS_WORDS else []
    context = {"title": title, "advice": advice, "words": words}
    response = render(request, f"{status}.html", context, status=status)
    if words:
        response.headers["Cache-Control"] = "private, no-store"
    return response
