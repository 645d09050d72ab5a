"""The design system: every component with sample data. For people who build, not for the public."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from collaborative.core import icons, samples
from collaborative.core.mail.render import inline, site_context


def workshop_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Pages of the workshop exist in development and in tests; elsewhere there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.WORKSHOP:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@workshop_only
def design_system(request: HttpRequest) -> HttpResponse:
    filled = samples.SampleForm(data={"title": "", "stage": "someday", "summary": "x" * 300})
    return render(
        request,
        "design/index.html",
        {
            "areas": samples.AREAS,
            "walls": samples.WALLS,
            "form": samples.SampleForm(prefix="plain"),
            "wrong": filled,
            "page": Paginator(range(60), 20).page(2),
            "trail": [("Home", "/"), ("Practices", "/practices/"), ("A practice", "")],
            "facts": [("Institution", "Heron Lake Health"), ("Stage", "Sustained"), ("Cost", "")],
            "prose": samples.PROSE,
            "icon_names": list(icons.PATHS),
            "colours": samples.COLOURS,
        },
    )


@workshop_only
@csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF]})
def sample_mail(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  views are given one
    """A mail in the portal's design, as a mail program shows it."""
    return HttpResponse(inline(render_to_string("design/mail.html", site_context())))
