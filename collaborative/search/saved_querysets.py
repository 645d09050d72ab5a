"""Reads of saved searches and of what they found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, F, Q

from members.permissions import is_active

from .enums import Telling

NOBODYS = Q(pk__in=[])


class SavedSearchQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[SV1, SV2] Twin of permissions.user_can_see_saved."""
        return Q(owner=user) if is_active(user) else NOBODYS

    def visible_to(self, user: Any) -> SavedSearchQuerySet:
        return self.filter(self.visible_to_q(user))

    def with_new(self) -> SavedSearchQuerySet:
        """Each with `new`: how much of what came since its owner last looked is still public."""
        unseen = Q(hits__found_at__gt=F("seen_at"), hits__practice__live=True)
        return self.annotate(new=Count("hits", filter=unseen))

    def newest_first(self) -> SavedSearchQuerySet:
        return self.order_by("-created_at", "-pk")


class HitQuerySet(models.QuerySet):
    def unseen(self) -> HitQuerySet:
        return self.filter(found_at__gt=F("saved__seen_at"), practice__live=True)

    def due(self) -> HitQuerySet:
        """To be told by mail now: still public, still wanted at once, by somebody still there."""
        return self.filter(
            told_at=None,
            practice__live=True,
            saved__tells=Telling.AT_ONCE,
            saved__owner__is_active=True,
        )
