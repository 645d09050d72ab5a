"""What search engines are told: the addresses that everybody may read, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain, islice
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from collaborative.core.middleware.public_cache import same_for_all
from events.models import Meeting
from practices.models import Practice

# The most that the format allows in one file.
MOST_ADDRESSES = 50_000
CLOSED = ("/accounts/", "/cms/", "/desk/", "/digests/", "/calendar/", "/api/")

Address = tuple[str, dt.datetime | None]


@require_safe
@same_for_all
def sitemap(request: HttpRequest) -> HttpResponse:
    """[DP15] Every public page with the day of its last change."""
    addresses = chain(_lists(), _pages(), _meetings(), _practices())
    lines = [_line(*address) for address in islice(addresses, MOST_ADDRESSES)]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{''.join(lines)}</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
@same_for_all
def robots(request: HttpRequest) -> HttpResponse:
    """Welcome to all, except where nothing is for them; two filters at once are endless."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        "Disallow: /practices/*&",
        "Disallow: /practices/export.",
        "",
        f"Sitemap: {settings.BASE_URL}{reverse('search:sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _line(path: str, changed_at: dt.datetime | None) -> str:
    changed = f"<lastmod>{changed_at.date().isoformat()}</lastmod>" if changed_at else ""
    return f"<url><loc>{escape(settings.BASE_URL + path)}</loc>{changed}</url>\n"


def _lists() -> Iterator[Address]:
    yield reverse("search:browse"), None
    yield reverse("practices:spread"), None
    yield reverse("search:gaps"), None
    yield reverse("search:goals"), None
    yield reverse("search:like_mine"), None
    yield reverse("events:list"), None
    yield reverse("open_data"), None


def _pages() -> Iterator[Address]:
    """Editors' pages: home, charter, institutions, articles."""
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return
    root = site.root_page
    pages = Page.objects.live().public().descendant_of(root, inclusive=True).order_by("path")
    for path, changed_at in pages.values_list("url_path", "last_published_at"):
        yield path[len(root.url_path) - 1 :], changed_at


def _meetings() -> Iterator[Address]:
    meetings = Meeting.objects.visible_to(AnonymousUser()).order_by("-starts_at", "-pk")
    for slug, changed_at in meetings.values_list("slug", "updated_at"):
        yield reverse("events:detail", args=[slug]), changed_at


def _practices() -> Iterator[Address]:
    practices = Practice.objects.visible_to(AnonymousUser()).newest_first()
    for slug, changed_at in practices.values_list("slug", "last_published_at"):
        yield reverse("practices:detail", args=[slug]), changed_at
