"""Reads of meetings."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, FilteredRelation, Q

from members.permissions import is_member

from .enums import Answer, Audience

COMING = (Answer.YES, Answer.MAYBE)


class MeetingQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """Twin of permissions.user_can_see."""
        return Q() if is_member(user) else Q(audience=Audience.PUBLIC)

    def visible_to(self, user: Any) -> MeetingQuerySet:
        return self.filter(self.visible_to_q(user))

    def upcoming(self, now: dt.datetime) -> MeetingQuerySet:
        return self.filter(ends_at__gte=now).order_by("starts_at", "pk")

    def waiting_for(self, user: Any, now: dt.datetime) -> MeetingQuerySet:
        """Coming ones this person has not answered, or has said yes or maybe to before they moved
        (`has_moved`). Who said no is not asked again.
        """
        own = FilteredRelation("attendances", condition=Q(attendances__user=user))
        to_another = Q(own__answer__in=COMING, own__answered_at__lt=F("moved_at"))
        return (
            self.upcoming(now)
            .filter(cancelled_at=None)
            .annotate(own=own, has_moved=to_another)
            .filter(Q(own=None) | to_another)
        )

    def past(self, now: dt.datetime) -> MeetingQuerySet:
        return self.filter(ends_at__lt=now).order_by("-starts_at", "-pk")

    def since(self, moment: dt.datetime) -> MeetingQuerySet:
        return self.filter(ends_at__gte=moment).order_by("starts_at", "pk")


class AttendanceQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[ME2] Who is coming is for members."""
        return Q() if is_member(user) else Q(pk__in=[])

    def visible_to(self, user: Any) -> AttendanceQuerySet:
        return self.filter(self.visible_to_q(user))

    def coming(self) -> AttendanceQuerySet:
        """Yes and maybe, of people whose account is open."""
        return self.filter(answer__in=COMING, user__is_active=True)

    def by_name(self) -> AttendanceQuerySet:
        return self.order_by("user__name", "user__email", "pk")
