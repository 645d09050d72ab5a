"""Reads of comments, keeps and follows."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from members.permissions import is_active, is_coordinator, is_member, is_site_admin, stewarded_by

from .querysets import PracticeQuerySet

NOBODYS = Q(pk__in=[])


class CommentQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[CM1, CM6] For members, where they may read the practice.

        Twin of talk_permissions.user_can_read_comments.
        """
        if not is_member(user):
            return NOBODYS
        return _beneath("practice", PracticeQuerySet.visible_to_q(user))

    @staticmethod
    def readable_by_q(user: Any) -> Q:
        """[CM5] Those whose words this member reads. Twin of user_can_read_words."""
        hidden = Q(author=user) if is_active(user) else NOBODYS
        if is_coordinator(user) or is_site_admin(user):
            hidden = Q(hidden_at__isnull=False)
        elif own := stewarded_by(user):
            hidden |= Q(practice__institution_id__in=own)
        return Q(taken_back_at=None) & (Q(hidden_at=None) | hidden)

    def visible_to(self, user: Any) -> CommentQuerySet:
        return self.filter(self.visible_to_q(user))

    def readable_by(self, user: Any) -> CommentQuerySet:
        return self.filter(self.readable_by_q(user))

    def shown(self) -> CommentQuerySet:
        """Neither hidden nor taken back."""
        return self.filter(hidden_at=None, taken_back_at=None)

    def listed_for(self, user: Any) -> CommentQuerySet:
        """Readable, or the place of one on which readable replies hang."""
        hangs_on = CommentQuerySet(self.model).readable_by(user).filter(parent=OuterRef("pk"))
        return self.filter(self.readable_by_q(user) | Q(parent=None) & Exists(hangs_on))

    def threads(self) -> CommentQuerySet:
        """Those that answer none."""
        return self.filter(parent=None)

    def of_late(self, author: Any, *, since: dt.datetime) -> CommentQuerySet:
        """What somebody wrote since then, oldest first; also what was taken back or hidden."""
        return self.filter(author=author, written_at__gt=since).order_by("written_at", "pk")

    def newest_first(self) -> CommentQuerySet:
        return self.order_by("-written_at", "-pk")

    def oldest_first(self) -> CommentQuerySet:
        return self.order_by("written_at", "pk")


class OwnQuerySet(models.QuerySet):
    """What is one person's alone: nobody else reads it, the site administrator neither."""

    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[KE2, FO2]"""
        return Q(user=user) if is_active(user) else NOBODYS

    def visible_to(self, user: Any) -> Self:
        return self.filter(self.visible_to_q(user))


class KeepQuerySet(OwnQuerySet):
    def newest_first(self) -> KeepQuerySet:
        return self.order_by("-kept_at", "-pk")


class FollowQuerySet(OwnQuerySet):
    def newest_first(self) -> FollowQuerySet:
        return self.order_by("-since", "-pk")


def _beneath(field: str, rule: Q) -> Q:
    """The same rule asked of what the field leads to: so each rule is written once."""
    parts: Any = rule.children
    asked = [
        _beneath(field, one) if isinstance(one, Q) else (f"{field}__{one[0]}", one[1])
        for one in parts
    ]
    return Q(*asked, _connector=rule.connector, _negated=rule.negated)
