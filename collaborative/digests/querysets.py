"""Reads of subscriptions, issues and deliveries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.enums import InstitutionState
from members.models import Membership
from members.permissions import is_active, serves_consortium

from .enums import DeliveryState


class SubscriptionQuerySet(models.QuerySet):
    def active(self) -> SubscriptionQuerySet:
        return self.filter(is_active=True, user__is_active=True)

    def receiving(self) -> SubscriptionQuerySet:
        """Active, and a member's. Twin of permissions.user_can_receive."""
        belongs = Membership.objects.active().filter(
            user=OuterRef("user"), institution__state=InstitutionState.ACTIVE
        )
        serves = Q(user__is_coordinator=True) | Q(user__is_superuser=True)
        return self.active().filter(serves | Exists(belongs))


class DeliveryQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[DG6, DG9] One's own; the whole ledger for the consortium."""
        if serves_consortium(user):
            return Q()
        return Q(recipient=user) if is_active(user) else Q(pk__in=[])

    def visible_to(self, user: Any) -> DeliveryQuerySet:
        return self.filter(self.visible_to_q(user))

    def due(self, now: dt.datetime) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.PENDING, next_attempt_at__lte=now)

    def with_lost_lease(self, now: dt.datetime) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.SENDING, lease_until__lt=now)
