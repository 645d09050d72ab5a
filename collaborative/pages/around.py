"""What pages show beside their prose: public facts from the rest of the portal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from collaborative.core import clock
from events.models import Meeting
from members.models import Institution
from members.queries import shown_people
from practices import queries as practices
from practices.enums import Wall
from practices.models import Practice, ScopeArea
from practices.querysets import PracticeQuerySet

NEWEST = 3
MOST_TOGETHER = 10
TAKEN_UP = 4
MOST_TAKEN_UP = 10
COMING = 3
# Pages are the same for all visitors, so all they show is what a stranger may see.
STRANGER = AnonymousUser()


def live_practices() -> PracticeQuerySet:
    return Practice.objects.visible_to(STRANGER).live()


def all_areas(counts: Counter[str]) -> list[Any]:
    """All areas in the charter's order, each with its number of practices."""
    areas = list(ScopeArea.objects.in_order())
    for area in areas:
        area.count = counts[area.slug]
        area.url = area.get_absolute_url()
    return areas


def home() -> dict[str, Any]:
    """Live counts by area, what is new, who took up what lately, the next public meetings."""
    live = live_practices()
    counts = live.count_by_place()
    newest = live.select_related("institution").without_bodies().newest_first()[:NEWEST]
    meetings = Meeting.objects.visible_to(STRANGER).upcoming(clock.now())
    return {
        "areas": all_areas(counts),
        "walls": {wall: counts[wall] for wall in Wall.values},
        "newest": list(newest),
        "taken_up": practices.latest(TAKEN_UP),
        "meetings": list(meetings.filter(cancelled_at__isnull=True)[:COMING]),
    }


def institutions() -> list[Institution]:
    """Active institutions by kind and name, each with the number of its live practices."""
    counts = Counter(
        dict(
            live_practices()
            .order_by()
            .values("institution")
            .annotate(number=Count("pk"))
            .values_list("institution", "number")
        )
    )
    found = list(Institution.objects.active().by_name())
    for institution in found:
        institution.practice_count = counts[institution.pk]
    return found


def institution(institution: Institution) -> dict[str, Any]:
    """Its live practices with counts by area, those of others that it published with them, what it
    took up from others and they from it, and its people who agreed to be shown.
    """
    live = live_practices().by(institution)
    areas = [area for area in all_areas(live.count_by_place()) if area.count]
    for area in areas:
        area.url = f"/practices/?institution={institution.slug}&scope={area.slug}"
    return {
        "areas": areas,
        "practice_count": live.count(),
        "newest": list(live.without_bodies().newest_first()[:NEWEST]),
        "together": list(
            practices.published_with(institution)
            .select_related("institution")
            .without_bodies()
            .newest_first()[:MOST_TOGETHER]
        ),
        "directions": practices.directions(institution, MOST_TAKEN_UP),
        "people": list(shown_people(institution)),
    }


def named_areas(slugs: list[str]) -> list[ScopeArea]:
    return list(ScopeArea.objects.filter(slug__in=slugs).in_order())
