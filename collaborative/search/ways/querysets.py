"""Reads of goals."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from .permissions import user_can_edit_goals


class GoalQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[WI1, WI4] Everybody meets what is shown; who edits them meets all."""
        return Q() if user_can_edit_goals(user) else Q(is_shown=True)

    def visible_to(self, user: Any) -> GoalQuerySet:
        return self.filter(self.visible_to_q(user))

    def shown(self) -> GoalQuerySet:
        return self.filter(is_shown=True)

    def in_order(self) -> GoalQuerySet:
        return self.order_by("position", "pk")
