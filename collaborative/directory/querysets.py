"""Reads of letters, named by what is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from .permissions import user_can_see_letters

DAY = dt.timedelta(days=1)


class LetterQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[PE4] All of them for those who serve the consortium, none for others."""
        return Q() if user_can_see_letters(user) else Q(pk__in=[])

    def visible_to(self, user: Any) -> LetterQuerySet:
        return self.filter(self.visible_to_q(user))

    def of_a_day(self, sender: Any, *, now: dt.datetime) -> LetterQuerySet:
        """What somebody wrote in the last 24 hours, oldest first."""
        return self.filter(sender=sender, sent_at__gt=now - DAY).order_by("sent_at", "pk")

    def newest_first(self) -> LetterQuerySet:
        return self.order_by("-sent_at", "-pk")
