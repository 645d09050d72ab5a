"""What may be followed and kept, and what each person follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from members.models import Institution
from practices import together
from practices.enums import FollowKind
from practices.models import Follow, Keep, Practice, ScopeArea

from .tags import tags_in_live_practices

Thing = Practice | Institution | ScopeArea | str


@dataclass(frozen=True)
class Followed:
    """What one person follows, ready to be held against practices."""

    practices: set[int] = field(default_factory=set)
    institutions: set[int] = field(default_factory=set)
    # The same by address: so a practice's row names those that publish it too.
    houses: set[str] = field(default_factory=set)
    areas: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)

    def holds(self, practice: Practice) -> bool:
        """Whether a practice is followed, by itself or by what it belongs to."""
        return (
            practice.pk in self.practices
            or practice.institution_id in self.institutions
            or any(house["slug"] in self.houses for house in together.co_publishers(practice))
            or not self.areas.isdisjoint(practice.scopes)
            or not self.tags.isdisjoint(tag.lower() for tag in practice.tags)
        )


NOTHING = Followed()


def followed_by(people: Iterable[int]) -> dict[int, Followed]:
    """Person -> what they follow, in one question for all of them."""
    found: dict[int, Followed] = defaultdict(Followed)
    rows = Follow.objects.filter(user__in=list(people)).values_list(
        "user_id", "practice_id", "institution_id", "institution__slug", "area__slug", "tag"
    )
    for person, practice, institution, house, area, tag in rows:
        one = found[person]
        if practice:
            one.practices.add(practice)
        elif institution:
            one.institutions.add(institution)
            one.houses.add(house)
        elif area:
            one.areas.add(area)
        else:
            one.tags.add(tag.lower())
    return found


def thing_to_follow(kind: str, target: str) -> Thing | None:
    """What everybody may know of under this name: nothing that is hidden, and no tag of drafts."""
    match kind:
        case FollowKind.PRACTICE:
            return Practice.objects.live().without_bodies().filter(slug=target).first()
        case FollowKind.INSTITUTION:
            return Institution.objects.active().filter(slug=target).first()
        case FollowKind.AREA:
            return ScopeArea.objects.filter(slug=target).first()
        case FollowKind.TAG:
            return next(iter(tags_in_live_practices([target])), None)
    return None


def follow_of(user: Any, kind: str, target: str) -> Follow | None:
    """[FO1] Whether this person follows it; one question."""
    by = {
        FollowKind.PRACTICE: "practice__slug",
        FollowKind.INSTITUTION: "institution__slug",
        FollowKind.AREA: "area__slug",
        FollowKind.TAG: "tag__iexact",
    }[FollowKind(kind)]
    return Follow.objects.visible_to(user).filter(**{"kind": kind, by: target}).first()


def follows_of(user: Any) -> QuerySet[Follow]:
    """[FO1] With what is followed, newest first."""
    return (
        Follow.objects.visible_to(user)
        .select_related("practice__institution", "institution", "area")
        .defer("practice__body_html", "practice__card_html")
        .newest_first()
    )


def keep_of(user: Any, practice: Practice) -> Keep | None:
    """[KE1]"""
    return Keep.objects.visible_to(user).filter(practice=practice).first()


def keeps_of(user: Any) -> QuerySet[Keep]:
    """[KE1] With the practices, newest first."""
    return (
        Keep.objects.visible_to(user)
        .select_related("practice__institution")
        .defer("practice__body_html", "practice__card_html")
        .newest_first()
    )
