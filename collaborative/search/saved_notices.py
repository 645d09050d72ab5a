"""Letters about what came into saved searches. Public words alone, whoever reads them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from collaborative.core.mail.send import send_mail_message
from collaborative.search.models import SavedSearchHit
from members.models import User

MOST_TOLD = 20


def newly_found(*, person: User, hits: list[SavedSearchHit]) -> None:
    """To who saved the searches: each practice once, with the names of those that found it."""
    by_practice: dict[int, dict[str, Any]] = {}
    searches: dict[int, dict[str, str]] = {}
    for hit in hits:
        practice = hit.practice
        one = by_practice.setdefault(
            practice.pk,
            {
                "title": practice.title,
                "institution": practice.institution.name,
                "need": practice.need,
                "url": f"{settings.BASE_URL}{practice.get_absolute_url()}",
                "names": [],
            },
        )
        one["names"].append(hit.saved.name)
        searches[hit.saved_id] = {
            "name": hit.saved.name,
            "url": f"{settings.BASE_URL}{hit.saved.get_absolute_url()}",
        }
    practices = list(by_practice.values())
    context = {
        "person": person,
        "practices": practices[:MOST_TOLD],
        "number": len(practices),
        "more": max(0, len(practices) - MOST_TOLD),
        "only": practices[0] if len(practices) == 1 else None,
        "searches": list(searches.values()),
        "several": len(searches) > 1,
        "all_url": f"{settings.BASE_URL}{reverse('search:searches')}",
    }
    send_mail_message(to=person.email, template="search_newly_found", context=context)
