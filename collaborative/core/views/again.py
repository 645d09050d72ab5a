"""Forms that were not taken: what somebody typed comes back to that browser, and nothing is done.

A page of another site never gets this far: its form would be shown with a button that sends it.
So words come back only where the browser itself says that the form was ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FORM_KEY = "csrfmiddlewaretoken"
FORBIDDEN = 403
MOST_FIELDS = 300
MOST_CHARACTERS = 400_000
# Passwords and codes are never written into a page; the CMS keeps what was typed by its own means.
NOT_SHOWN = ("/accounts/", "/cms/", "/api/")

View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Typed:
    """One field as it was sent: words to read, or a choice to carry along."""

    name: str
    value: str

    @property
    def is_text(self) -> bool:
        return any(sign.isspace() for sign in self.value.strip())

    @property
    def label(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def rows(self) -> int:
        return min(12, 2 + len(self.value) // 70 + self.value.count("\n"))


def shows_unsent(shows: Callable[..., HttpResponse]) -> Callable[[View], View]:
    """Names the view that draws this form anew with the words sent, without acting on them."""

    def mark(view: View) -> View:
        view.shows_unsent = shows  # type: ignore[attr-defined]  # read by `unsent` below
        return view

    return mark


def signed_out(request: HttpRequest) -> HttpResponse:
    """Nobody sent a form that needs somebody. The same for every address, known or unknown."""
    return _page(request, is_signed_out=True)


def unsent(request: HttpRequest) -> HttpResponse | None:
    """A form with an old token: drawn again with a fresh one. None where that is not safe."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not _is_ours(request):
        return None
    if request.path_info.startswith(NOT_SHOWN):
        return None
    shows = getattr(match.func, "shows_unsent", None)
    if shows is not None:
        return shows(request, *match.args, **match.kwargs)
    what = (match.url_name or "").replace("_", " ")
    return _page(request, is_signed_out=False, what=what, where=request.path)


def refused_words(request: HttpRequest) -> list[Typed]:
    """What somebody wrote into a form of ours that was not theirs to send, or not any more.

    Whoever is removed while writing keeps the words. Nothing here depends on what exists: the
    page of a thing that is hidden is that of a thing that is not there.
    """
    if request.method != "POST" or not _is_ours(request):
        return []
    if request.path_info.startswith(NOT_SHOWN):
        return []
    sent = _sent(request)
    return [one for one in sent if one.is_text] if _fits(sent) else []


def _sent(request: HttpRequest) -> list[Typed]:
    return [
        Typed(name, value)
        for name, values in request.POST.lists()
        if name != FORM_KEY
        for value in values
    ]


def _fits(sent: list[Typed]) -> bool:
    return (
        len(sent) <= MOST_FIELDS
        and sum(len(one.name) + len(one.value) for one in sent) <= MOST_CHARACTERS
    )


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    sent = _sent(request)
    fits = _fits(sent)
    context = {
        "sent": sent if fits else [],
        "fits": fits,
        "has_text": any(one.is_text for one in sent),
        "files": [
            (name, upload.name) for name, all_of in request.FILES.lists() for upload in all_of
        ],
        **more,
    }
    response = render(request, "core/unsent.html", context, status=FORBIDDEN)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _is_ours(request: HttpRequest) -> bool:
    """By headers that no page can set or change."""
    origin = request.headers.get("Origin")
    if origin is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    own = f"{request.scheme}://{request.get_host()}"
    return origin in {own, *settings.CSRF_TRUSTED_ORIGINS}
