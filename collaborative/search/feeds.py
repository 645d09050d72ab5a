"""New practices as an Atom feed: the public's view of any search, whoever asks.

[DP15] A feed is read by programs and passed on, so it never shows more than the public sees.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import same_for_all
from collaborative.core.words import plain
from practices.models import Practice

from .params import SearchQuery
from .queries import as_spelled, newest

MOST_ENTRIES = 50
# The year in which these names were first given; a tag URI never changes (RFC 4151).
TAG_YEAR = 2026
_BEGINNING = dt.datetime(TAG_YEAR, 1, 1, tzinfo=dt.UTC)


@require_safe
@same_for_all
def practices(request: HttpRequest) -> HttpResponse:
    """The newest practices of a search, with the names of /practices/, however that is sorted.

    The feed is called by what was asked: how live practices spell a tag may change.
    """
    asked = SearchQuery.from_params(request.GET).without_sort()
    params = asked.to_params()
    suffix = f"?{params}" if params else ""
    entries = newest(as_spelled(asked), user=AnonymousUser(), most=MOST_ENTRIES)
    feed = _Feed(
        title=f"{settings.SITE_NAME}: new practices",
        link=f"{settings.BASE_URL}{reverse('search:browse')}{suffix}",
        description="",
        subtitle="What Minnesota institutions do against disparities, as soon as it is published.",
        feed_url=f"{settings.BASE_URL}{reverse('search:atom')}{suffix}",
        feed_guid=tag(f"practices{suffix}"),
    )
    for practice in entries:
        feed.add_item(
            title=plain(practice.title),
            link=f"{settings.BASE_URL}{practice.get_absolute_url()}",
            description=plain(_summary(practice)),
            unique_id=tag(f"practice/{practice.pk}"),
            pubdate=practice.published_at,
            updateddate=practice.last_published_at or practice.published_at,
            author_name=plain(practice.institution.name),
            categories=[*practice.scopes, *map(plain, practice.tags)],
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def tag(name: str) -> str:
    """A name that stays when a title, an address or a scheme changes."""
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{TAG_YEAR}:{name}"


class _Feed(Atom1Feed):
    """Atom with the time of its newest change; an empty feed has a fixed one, so its bytes stay."""

    def latest_post_date(self) -> dt.datetime:
        times = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(times) if times else _BEGINNING


def _summary(practice: Practice) -> str:
    parts = (
        ("Need", practice.need),
        ("What we did", practice.what_we_did),
        ("Result", practice.result),
    )
    return "\n".join(f"{name}: {text}" for name, text in parts if text)
