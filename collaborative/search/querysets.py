"""Reads of the words of finding, named by what is asked."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from collaborative.search.folding import fold
from collaborative.search.permissions import user_can_keep_words


class SynonymGroupQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[SR1] As lists to be kept, they are for those who keep them."""
        return Q() if user_can_keep_words(user) else Q(pk__in=[])

    def visible_to(self, user: Any) -> SynonymGroupQuerySet:
        return self.filter(self.visible_to_q(user))

    def holding(self, words: str) -> SynonymGroupQuerySet:
        """Those whose note, or one of whose terms, has these words in it."""
        if not fold(words):
            return self.filter(note__icontains=words)
        with_term = type(self)(self.model).filter(terms__folded__contains=fold(words))
        return self.filter(Q(note__icontains=words) | Q(pk__in=with_term.values("pk")))

    def by_note(self) -> SynonymGroupQuerySet:
        return self.order_by(Lower("note"), "pk")


class TermQuerySet(models.QuerySet):
    def in_order(self) -> TermQuerySet:
        return self.order_by("group_id", "position", "pk")
