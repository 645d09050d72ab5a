"""What pages show beside their prose: public facts from the rest of the portal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Func

from collaborative.core import clock
from events.models import Meeting
from members.models import Institution, Membership
from practices.enums import Wall
from practices.models import Practice, ScopeArea
from practices.querysets import PracticeQuerySet

NEWEST = 3
COMING = 3
# Pages are the same for all visitors, so all they show is what a stranger may see.
STRANGER = AnonymousUser()


def live_practices() -> PracticeQuerySet:
    return Practice.objects.visible_to(STRANGER).live()


def counted(practices: PracticeQuerySet) -> Counter[str]:
    """How many of these practices are in each area and on each side of the walls, by slug.

    A practice with areas on both sides counts once on each, so a side is not the sum of its areas.
    """
    return Counter(
        dict(
            practices.order_by()
            .annotate(place=Func(Func("scopes", "walls", function="array_cat"), function="unnest"))
            .values("place")
            .annotate(number=Count("pk"))
            .values_list("place", "number")
        )
    )


def all_areas(counts: Counter[str]) -> list[Any]:
    """All areas in the charter's order, each with its number of practices."""
    areas = list(ScopeArea.objects.in_order())
    for area in areas:
        area.count = counts[area.slug]
        area.url = area.get_absolute_url()
    return areas


def home() -> dict[str, Any]:
    """Live counts by area, the newest practices, the next public meetings."""
    practices = live_practices()
    counts = counted(practices)
    newest = practices.select_related("institution").without_bodies().newest_first()[:NEWEST]
    meetings = Meeting.objects.visible_to(STRANGER).upcoming(clock.now())
    return {
        "areas": all_areas(counts),
        "walls": {wall: counts[wall] for wall in Wall.values},
        "newest": list(newest),
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
    """Its live practices with counts by area, and its people who agreed to be shown."""
    practices = live_practices().by(institution)
    areas = [area for area in all_areas(counted(practices)) if area.count]
    for area in areas:
        area.url = f"/practices/?institution={institution.slug}&scope={area.slug}"
    people = (
        Membership.objects.active()
        .of(institution)
        .filter(user__is_shown=True, user__is_active=True)
        .exclude(user__name="")  # would stand here by the first half of the address
        .select_related("user")
        .order_by("user__name", "pk")
    )
    return {
        "areas": areas,
        "practice_count": practices.count(),
        "newest": list(practices.without_bodies().newest_first()[:NEWEST]),
        "people": list(people),
    }


def named_areas(slugs: list[str]) -> list[ScopeArea]:
    return list(ScopeArea.objects.filter(slug__in=slugs).in_order())
