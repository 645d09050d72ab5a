"""What waits for a steward, and what is new in it at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from members.permissions import is_coordinator, is_site_admin, is_steward_of, stewarded_by
from practices.models import PlannedPublication, Practice, Review
from practices.querysets import PracticeQuerySet


@dataclass(frozen=True)
class Waiting:
    """One line of the reviewers' list."""

    practice: Practice
    title: str
    kind: str
    news: str
    plan: PlannedPublication | None
    is_ours: bool  # this person answers for the institution; else sees to it that somebody does


def reviews_for(user: Any) -> PracticeQuerySet:
    """[RV1, RV2] Rounds of one's own institutions; for a coordinator those that nobody answers.

    The longest waiting first; what a steward has said yes to for a later day comes last.
    """
    if is_site_admin(user):
        theirs = Q()
    else:
        theirs = Q(institution_id__in=stewarded_by(user))
        if is_coordinator(user):
            theirs |= Q(routed_at__isnull=False, plan__isnull=True)
    return (
        Practice.objects.visible_to(user)
        .submitted()
        .filter(theirs)
        .select_related("institution", "author", "latest_revision", "plan")
        .defer("body_html", "card_html")
        .order_by(F("plan__publish_at").asc(nulls_first=True), "submitted_at", "pk")
    )


def told(practices: Iterable[Practice], *, user: Any) -> list[Waiting]:
    """A page of `reviews_for` with what is new in each. One question, however many there are."""
    rows = list(practices)
    earlier = (
        Review.objects.filter(practice__in=rows, revision__isnull=False, decided_at__isnull=False)
        .select_related("revision")
        .order_by("practice_id", "-submitted_at", "-pk")
        .distinct("practice_id")
    )
    before = {one.practice_id: one for one in earlier}
    return [_told(row, before.get(row.pk), user) for row in rows]


def _told(row: Practice, before: Review | None, user: Any) -> Waiting:
    plan = getattr(row, "plan", None)
    is_ours = is_steward_of(user, row.institution_id) or is_site_admin(user)
    newest = row.newest()
    if row.is_public:
        kind = "New version of a published practice"
        news = _changed(row.words(), newest.words()) if is_ours else ""
    elif before is not None and before.revision is not None:
        kind = "Handed in again"
        words = newest.words() | Practice.words_in(before.revision.content)
        news = f"{_changed(words, newest.words())} since the last round"
    else:
        kind = "Handed in for the first time"
        answers = newest.words()
        news = f"{sum(1 for one in answers.values() if one)} of {len(answers)} answers written"
    title = newest.title if is_ours or not row.is_public else row.title
    return Waiting(row, title, kind, news, plan, is_ours)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> str:
    number = sum(1 for name in new if old.get(name) != new[name])
    return "1 answer changed" if number == 1 else f"{number} answers changed"


def plan_of(practice: Practice) -> PlannedPublication | None:
    """When it is to be published, if a steward said so."""
    plans = PlannedPublication.objects.filter(practice=practice)
    return plans.select_related("planned_by").first()
