"""Reads for programs: the public's view, whoever asks."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from members.models import Institution
from practices.models import Practice, ScopeArea

NOBODY = AnonymousUser()


def practice(slug: str) -> Practice:
    """A live practice by its address, or by a former one. Raises Practice.DoesNotExist."""
    live = Practice.objects.visible_to(NOBODY).select_related("institution")
    return live.filter(slug=slug).first() or live.get(former_addresses__slug=slug)


def withdrawn(slug: str) -> Practice | None:
    """One that its institution has withdrawn: its page says so to everybody."""
    gone = Practice.objects.readable_by(NOBODY).filter(slug=slug, withdrawn_at__isnull=False)
    return gone.only("slug", "withdrawn_at", "withdrawn_reason").first()


def institutions() -> list[tuple[Institution, int]]:
    """Active institutions by name, each with the number of its live practices."""
    counts = dict(
        Practice.objects.visible_to(NOBODY)
        .values("institution_id")
        .annotate(number=Count("pk"))
        .values_list("institution_id", "number")
    )
    houses = Institution.objects.active().by_name()
    return [(house, counts.get(house.pk, 0)) for house in houses]


def scope_areas() -> list[tuple[ScopeArea, int]]:
    """The areas in the charter's order, each with the number of its live practices."""
    counts = Practice.objects.visible_to(NOBODY).count_by_place()
    return [(area, counts[area.slug]) for area in ScopeArea.objects.in_order()]
