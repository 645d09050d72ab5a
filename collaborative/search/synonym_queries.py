"""Questions about the words of finding."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet, Sum
from django.db.models.functions import Extract
from wagtail.models import ModelLogEntry

from collaborative.search.models import SynonymGroup, Term
from collaborative.search.synonyms import Known, Row, Vocabulary

COLUMNS = (
    "group_id", "group__note", "group__area",
    "words", "folded", "language", "is_exact", "is_way_in",
)  # fmt: skip


def load_vocabulary() -> Vocabulary:
    """All of them, in one question. Keep it under the public version: whoever changes a group
    raises that in the same transaction.
    """
    rows = Term.objects.in_order().values_list(*COLUMNS)
    return Vocabulary(Row(pk, note, area, Known(*term)) for pk, note, area, *term in rows)


_kept: tuple[object, Vocabulary] | None = None


def current_vocabulary() -> Vocabulary:
    """The same, read anew only when a group came, changed or went. One small question."""
    global _kept  # noqa: PLW0603  one copy a process
    # All times, not the newest: who began to write first may be done last.
    now = SynonymGroup.objects.aggregate(
        number=Count("pk"), times=Sum(Extract("updated_at", "epoch")), top=Max("pk")
    )
    stamp = tuple(now.values())
    known = _kept
    if known is None or known[0] != stamp:
        known = _kept = (stamp, load_vocabulary())
    return known[1]


def groups_for(user: Any, *, words: str = "", area: str = "") -> QuerySet[SynonymGroup]:
    """What a person may look after, by name, each with its terms."""
    found = SynonymGroup.objects.visible_to(user).by_note()
    if words:
        found = found.holding(words)
    if area:
        found = found.filter(area=area)
    return found.prefetch_related(Prefetch("terms", queryset=Term.objects.in_order()))


def changes_of(group: SynonymGroup, *, most: int) -> list[ModelLogEntry]:
    """Who changed it and when, newest first."""
    lines = ModelLogEntry.objects.for_instance(group).select_related("user")
    return list(lines.order_by("-timestamp", "-pk")[:most])


def elsewhere(folded: list[str], *, but: SynonymGroup | None) -> dict[str, str]:
    """Terms that another group has as well, and what that group is about."""
    found = Term.objects.filter(folded__in=folded).select_related("group").in_order()
    if but is not None:
        found = found.exclude(group=but)
    return {term.folded: term.group.note for term in found}
