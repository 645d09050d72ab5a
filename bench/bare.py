"""The yardstick: Django with one view, no middleware and no database, answering the same bytes.

The bytes are files in BARE_PAGES, read at the start; `/name` answers the file of that name.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="protects nothing",  # noqa: S106  nothing is signed here
    MIDDLEWARE=[],
)
PAGES = {page.name: page.read_bytes() for page in Path(os.environ["BARE_PAGES"]).iterdir()}


def answer(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  Django's way to call
    page = PAGES[name]
    return HttpResponse(page, headers={"Content-Length": str(len(page))})


urlpatterns = [path("<str:name>", answer)]
application = get_wsgi_application()
