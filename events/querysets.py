"""Reads of meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from members.permissions import is_member

from .enums import Audience


class MeetingQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """Twin of permissions.user_can_see."""
        return Q() if is_member(user) else Q(audience=Audience.PUBLIC)

    def visible_to(self, user: Any) -> MeetingQuerySet:
        return self.filter(self.visible_to_q(user))

    def upcoming(self, now: dt.datetime) -> MeetingQuerySet:
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def past(self, now: dt.datetime) -> MeetingQuerySet:
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-pk")
