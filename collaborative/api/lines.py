"""A practice, an institution, an adoption as one line of data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from members.models import Institution
from practices.models import Adoption, Practice


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def adoption_line(line: Adoption) -> dict[str, Any]:
    return {
        "institution": institution_name(line.institution),
        **line.words(),
        "confirmed_at": line.confirmed_at,
    }


def institution_name(house: Institution) -> dict[str, str]:
    return {
        "slug": house.slug,
        "name": house.name,
        "url": absolute(house.get_absolute_url()),
    }


def practice_line(practice: Practice, areas: dict[str, dict[str, str]]) -> dict[str, Any]:
    house = practice.institution
    return {
        "id": practice.pk,
        "slug": practice.slug,
        "title": practice.title,
        "url": absolute(practice.get_absolute_url()),
        "institution": institution_name(house),
        "scope_areas": [areas[slug] for slug in areas if slug in practice.scopes],
        "walls": practice.walls,
        "tags": practice.tags,
        "stage": practice.stage,
        "story": practice.story,
        "need": practice.need,
        "what_we_did": practice.what_we_did,
        "result": practice.result,
        "adopters": practice.adopters,
        "published_at": practice.published_at,
        "updated_at": practice.last_published_at or practice.published_at,
        "verified_on": localdate(practice.verified_at) if practice.is_verified else None,
        "review_by": practice.review_by,
        "is_overdue": practice.is_overdue,
    }
