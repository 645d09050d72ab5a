"""A page for people about what programs can read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import public_page


@require_safe
@public_page
def open_data(request: HttpRequest) -> HttpResponse:
    """What the API offers, in plain words, before anybody meets its description for programs."""
    return render(request, "api/open_data.html")
