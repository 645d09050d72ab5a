"""Atom feeds of what institutions and the consortium publish."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import public_page
from collaborative.core.words import plain
from collaborative.pages.models import InstitutionPage, NewsPage, ThoughtLeadershipPage

MOST = 50


@require_safe
@public_page
def institution_news(request: HttpRequest, slug: str) -> HttpResponse:
    """News and blog posts of one institution."""
    page = get_object_or_404(InstitutionPage.objects.live(), slug=slug)
    return _atom(
        title=f"News of {page.title}",
        page=page,
        entries=(
            {"page": news, "summary": news.summary, "date": news.date, "author": page.title}
            for news in page.news()[:MOST]
        ),
        address=request.path,
    )


@require_safe
@public_page
def articles(request: HttpRequest) -> HttpResponse:
    """Thought leadership."""
    newest = ThoughtLeadershipPage.objects.live().newest_first().select_related("author")[:MOST]
    return _atom(
        title=f"Thought leadership: {settings.SITE_NAME}",
        page=None,
        entries=(
            {
                "page": article,
                "summary": article.standfirst,
                "date": article.published_on,
                "author": article.written_by,
            }
            for article in newest
        ),
        address=request.path,
    )


def _atom(
    *, title: str, page: Any, entries: Iterable[dict[str, Any]], address: str
) -> HttpResponse:
    feed = Atom1Feed(
        title=plain(title),
        link=settings.BASE_URL + (page.get_absolute_url() if page else "/thought-leadership/"),
        description="",
        feed_url=settings.BASE_URL + address,
        language="en-us",
        feed_guid=_tag(address, settings.BASE_URL),
    )
    for entry in entries:
        published: NewsPage | ThoughtLeadershipPage = entry["page"]
        day = dt.datetime.combine(entry["date"], dt.time(12), tzinfo=dt.UTC)
        feed.add_item(
            title=plain(published.title),
            link=settings.BASE_URL + published.get_absolute_url(),
            description=escape(plain(entry["summary"])),
            author_name=plain(entry["author"]) or settings.SITE_NAME,
            # Stays when the address changes.
            unique_id=_tag(f"page/{published.pk}", settings.BASE_URL),
            pubdate=day,
            updateddate=max(day, published.last_published_at or day),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _tag(what: str, base: str) -> str:
    return f"tag:{urlsplit(base).hostname},2026:{what.strip('/')}"
