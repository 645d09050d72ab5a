"""Reads of questions to the consortium and of their answers."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q

from members.permissions import is_active, is_member, serves_consortium

NOBODYS = Q(pk__in=[])


class OpenWordsQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[OQ2] For members. Twin of permissions.user_can_ask_consortium."""
        return Q() if is_member(user) else NOBODYS

    @staticmethod
    def readable_by_q(user: Any) -> Q:
        """[OQ5] Those whose words this member reads. Twin of user_can_read_open_words."""
        if not is_member(user):
            return NOBODYS
        if serves_consortium(user):
            return Q(taken_back_at=None)
        return Q(taken_back_at=None) & (Q(hidden_at=None) | Q(author=user))

    def visible_to(self, user: Any) -> Self:
        return self.filter(self.visible_to_q(user))

    def readable_by(self, user: Any) -> Self:
        return self.filter(self.readable_by_q(user))

    def shown(self) -> Self:
        """Neither hidden nor taken back."""
        return self.filter(hidden_at=None, taken_back_at=None)

    def of_late(self, author: Any, *, since: dt.datetime) -> Self:
        """What somebody wrote since then, oldest first; also what was taken back or hidden."""
        return self.filter(author=author, written_at__gt=since).order_by("written_at", "pk")

    def of(self, author: Any) -> Self:
        return self.filter(author=author) if is_active(author) else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-written_at", "-pk")

    def oldest_first(self) -> Self:
        return self.order_by("written_at", "pk")


class OpenQuestionQuerySet(OpenWordsQuerySet):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def with_answers(self) -> Self:
        """Each with `answered`: how many answers every member reads."""
        shown = Q(answers__hidden_at=None, answers__taken_back_at=None)
        return self.annotate(answered=Count("answers", filter=shown))

    def waiting(self) -> Self:
        """Open, and nobody has said anything yet. Needs `with_answers`."""
        return self.open().shown().filter(answered=0)
