"""What pages show beside their prose: public facts from the rest of the portal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Func, Q, QuerySet

from collaborative.core import clock
from events.models import Meeting
from members.models import Institution, Membership
from practices.models import Practice, ScopeArea
from practices.querysets import PracticeQuerySet

NEWEST = 3
COMING = 3
# Pages are the same for all visitors, so all they show is what a stranger may see.
STRANGER = AnonymousUser()


def live_practices() -> PracticeQuerySet:
    return Practice.objects.visible_to(STRANGER).live()


def counted_areas(practices: PracticeQuerySet) -> list[Any]:
    """All areas in the charter's order, each with the number of these practices in it."""
    counts = dict(
        practices.order_by()
        .annotate(area=Func(F("scopes"), function="unnest"))
        .values("area")
        .annotate(number=Count("pk"))
        .values_list("area", "number")
    )
    areas = list(ScopeArea.objects.in_order())
    for area in areas:
        area.count = counts.get(area.slug, 0)
        area.url = area.get_absolute_url()
    return areas


def counted_walls(practices: QuerySet[Practice]) -> dict[str, int]:
    """How many of these practices are on each side; one with areas on both counts on both."""
    return practices.order_by().aggregate(
        within=Count("pk", filter=Q(walls__contains=["within"])),
        beyond=Count("pk", filter=Q(walls__contains=["beyond"])),
    )


def home() -> dict[str, Any]:
    """Live counts by area, the newest practices, the next public meetings."""
    practices = live_practices()
    newest = practices.select_related("institution").without_bodies().newest_first()[:NEWEST]
    meetings = Meeting.objects.visible_to(STRANGER).upcoming(clock.now())
    return {
        "areas": counted_areas(practices),
        "walls": counted_walls(practices),
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
    areas = [area for area in counted_areas(practices) if area.count]
    for area in areas:
        area.url = f"/practices/?institution={institution.slug}&scope={area.slug}"
    people = (
        Membership.objects.active()
        .of(institution)
        .filter(user__is_shown=True, user__is_active=True)
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
