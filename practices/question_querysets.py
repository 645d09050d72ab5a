"""Reads of contacts and questions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from members.enums import InstitutionState
from members.models import Membership
from members.permissions import institutions_of, is_active

from .question_permissions import user_can_see_who_asked

NOBODYS = Q(pk__in=[])


class ContactQuerySet(models.QuerySet):
    def standing(self) -> ContactQuerySet:
        """Those who may be asked now: with a name and the membership in which they agreed."""
        belonging = Membership.objects.active().filter(
            user=OuterRef("user"),
            institution=OuterRef("practice__institution"),
            joined_at__lte=OuterRef("agreed_at"),
        )
        return (
            self.filter(
                Exists(belonging),
                user__is_active=True,
                practice__institution__state=InstitutionState.ACTIVE,
            )
            .exclude(user__name="")
            .annotate(role=Subquery(belonging.values("role")[:1]))
        )

    def by_name(self) -> ContactQuerySet:
        return self.order_by("user__name", "pk")


class QuestionQuerySet(models.QuerySet):
    def _sent_to(self, user: Any) -> Exists:
        sent = self.model.to.through.objects  # type: ignore[attr-defined]
        return Exists(sent.filter(question=OuterRef("pk"), user=user))

    def visible_to_q(self, user: Any) -> Q:
        """[QU5] Twin of question_permissions.user_can_read_question."""
        if not is_active(user):
            return NOBODYS
        return Q(asker=user) | Q(answered_by=user) | self._received_q(user)

    def _received_q(self, user: Any) -> Q:
        own = institutions_of(user)
        return Q(self._sent_to(user), practice__institution_id__in=own) if own else NOBODYS

    def visible_to(self, user: Any) -> QuestionQuerySet:
        return self.filter(self.visible_to_q(user))

    def asked_by(self, user: Any) -> QuestionQuerySet:
        return self.filter(asker=user)

    def received_by(self, user: Any) -> QuestionQuerySet:
        return self.filter(self._sent_to(user))

    def answerable_by(self, user: Any) -> QuestionQuerySet:
        """Those that wait for this person; who asked can still get the answer."""
        waiting = self.filter(answered_at=None, asker__is_active=True)
        return waiting.filter(self._received_q(user)).exclude(asker=user)

    def logged_for(self, user: Any) -> QuestionQuerySet:
        """[QU8] All of them for those who serve the consortium, without their words."""
        seen = self.all() if user_can_see_who_asked(user) else self.none()
        return seen.defer("text", "answer")

    def of_late(self, asker: Any, *, since: dt.datetime) -> QuestionQuerySet:
        """What somebody asked since then, oldest first."""
        return self.filter(asker=asker, asked_at__gt=since).order_by("asked_at", "pk")

    def newest_first(self) -> QuestionQuerySet:
        return self.order_by("-asked_at", "-pk")

    def oldest_first(self) -> QuestionQuerySet:
        return self.order_by("asked_at", "pk")
