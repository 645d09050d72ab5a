"""Reads of people and institutions, named by what is asked."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from . import permissions
from .enums import OPEN_STATES, InstitutionState, MembershipState, Role


class InstitutionQuerySet(models.QuerySet):
    def active(self) -> InstitutionQuerySet:
        return self.filter(state=InstitutionState.ACTIVE)

    def by_name(self) -> InstitutionQuerySet:
        return self.order_by("name", "pk")


class MembershipQuerySet(models.QuerySet):
    def active(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.ACTIVE)

    def requested(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.REQUESTED)

    def open(self) -> MembershipQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def stewards(self) -> MembershipQuerySet:
        return self.active().filter(role=Role.STEWARD)

    def of(self, institution: Any) -> MembershipQuerySet:
        return self.filter(institution=institution)

    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[IN3] Own memberships; those of institutions one belongs to; all for the consortium."""
        if not permissions.is_active(user):
            return Q(pk__in=[])
        if permissions.serves_consortium(user):
            return Q()
        return Q(user=user) | Q(institution_id__in=permissions.institutions_of(user))

    def visible_to(self, user: Any) -> MembershipQuerySet:
        return self.filter(self.visible_to_q(user))

    def newest_first(self) -> MembershipQuerySet:
        return self.order_by("-requested_at", "-pk")
