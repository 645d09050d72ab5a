"""The scope of the collaborative: eleven areas on two sides of the walls."""

from __future__ import annotations

from django.db import models

from practices.enums import Wall
from practices.querysets import ScopeAreaQuerySet


class ScopeArea(models.Model):
    """A field of work named by the charter. Data, not code: the charter may change it.

    Practices name areas by slug (`Practice.scopes`), so a slug never changes.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    wall = models.CharField(max_length=8, choices=Wall.choices)
    position = models.PositiveSmallIntegerField(unique=True)
    blurb = models.CharField(max_length=160, blank=True)
    description = models.TextField(blank=True)

    objects = ScopeAreaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wall__in=Wall.values), name="scope_area_wall_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/practices/?scope={self.slug}"
