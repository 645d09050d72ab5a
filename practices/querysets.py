"""Reads of practices. `visible_to` is the one way in."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import models
from django.db.models import Q

from members.permissions import institutions_of, is_coordinator, is_site_admin

from .enums import AT_WORK, LEDGER_ORDER, ReviewState, Workflow
from .record import NAMES

# What a card or a line of a list shows.
_IN_LISTS = frozenset(
    {"title", "need", "what_we_did", "result", "story", "stage", "started", "scopes", "tags"}
)
_NOT_IN_LISTS = tuple(name for name in NAMES if name not in _IN_LISTS)


class ScopeAreaQuerySet(models.QuerySet):
    def in_order(self) -> ScopeAreaQuerySet:
        return self.order_by("position", "pk")


class PracticeQuerySet(models.QuerySet):
    @staticmethod
    def findable_by_q(user: Any) -> Q:
        """[DP13] What lists, counts and search show: live ones, and drafts of one's institutions.

        Only columns of the row, no joins.
        """
        if is_site_admin(user):
            return Q()
        findable = Q(live=True)
        own = institutions_of(user)
        if own:
            findable |= Q(institution_id__in=own)
        return findable

    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[DP1, DP7] What one may open: also, for a coordinator, what is submitted.

        Twin of permissions.user_can_see.
        """
        visible = PracticeQuerySet.findable_by_q(user)
        if is_coordinator(user) and not is_site_admin(user):
            visible |= Q(workflow=Workflow.SUBMITTED)
        return visible

    @staticmethod
    def readable_by_q(user: Any) -> Q:
        """[RV7] What one may read at its address: also what was withdrawn, which no list shows.

        Twin of permissions.user_can_read. For the pages of one practice only.
        """
        visible = PracticeQuerySet.visible_to_q(user)
        # An empty Q is everything, but “everything or withdrawn” would be read as withdrawn alone.
        return visible if is_site_admin(user) else visible | Q(withdrawn_at__isnull=False)

    def readable_by(self, user: Any) -> PracticeQuerySet:
        return self.filter(self.readable_by_q(user))

    def findable_by(self, user: Any) -> PracticeQuerySet:
        return self.filter(self.findable_by_q(user))

    def visible_to(self, user: Any) -> PracticeQuerySet:
        return self.filter(self.visible_to_q(user))

    def live(self) -> PracticeQuerySet:
        """What everybody may read."""
        return self.filter(live=True)

    def by(self, institution: Any) -> PracticeQuerySet:
        return self.filter(institution=institution)

    def written_by(self, user: Any) -> PracticeQuerySet:
        """Begun by this person."""
        return self.filter(author=user)

    def with_author(self, user: Any) -> PracticeQuerySet:
        """Begun by this person, or written with others."""
        return self.filter(Q(author=user) | Q(co_author_ids__contains=[user.pk]))

    def submitted(self) -> PracticeQuerySet:
        return self.filter(workflow=Workflow.SUBMITTED)

    def unanswered(self) -> PracticeQuerySet:
        """Submitted, and no steward has said anything yet, not even yes for a later day."""
        return self.submitted().filter(plan__isnull=True)

    def in_scope(self, *slugs: str) -> PracticeQuerySet:
        return self.filter(scopes__overlap=list(slugs))

    def newest_first(self) -> PracticeQuerySet:
        return self.order_by(models.F("published_at").desc(nulls_first=True), "-pk")

    def count_by_place(self) -> Counter[str]:
        """How many are in each area and on each side of the walls, by slug.

        One with areas on both sides counts once on each, so a side is not the sum of its areas.
        """
        both = models.Func("scopes", "walls", function="array_cat")
        counted = (
            self.order_by()
            .annotate(place=models.Func(both, function="unnest"))
            .values("place")
            .annotate(number=models.Count("pk"))
        )
        return Counter(dict(counted.values_list("place", "number")))

    def locked(self) -> PracticeQuerySet:
        """Rows as they are now, with what writing them asks for; others wait for the end."""
        return self.select_for_update(of=("self",)).select_related(
            "institution", "author", "latest_revision", "live_revision"
        )

    def without_bodies(self) -> PracticeQuerySet:
        """For lists: leaves the long columns in the database."""
        return self.defer("body_html", "note_to_steward", *_NOT_IN_LISTS)


class ReviewQuerySet(models.QuerySet):
    def waiting(self) -> ReviewQuerySet:
        return self.filter(state=ReviewState.WAITING)

    def oldest_first(self) -> ReviewQuerySet:
        return self.order_by("submitted_at", "pk")


class AdoptionQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[AD1, AD2] Confirmed ones for everybody, the others for the adopting institution.

        It asks the practice's row whether it is live: what is taken down takes its adoptions with
        it in the same moment. Twin of permissions.user_can_see_adoption.
        """
        if is_site_admin(user):
            return Q()
        known = Q(confirmed_at__isnull=False)
        own = institutions_of(user)
        if own:
            known |= Q(institution_id__in=own)
        return Q(practice__live=True) & known

    def visible_to(self, user: Any) -> AdoptionQuerySet:
        return self.filter(self.visible_to_q(user))

    @staticmethod
    def readable_by_q(user: Any) -> Q:
        """[RV7] What stands in the ledger of a practice: also of a withdrawn one, which no list
        shows. For the pages of one practice only. Twin of permissions.user_can_read_adoption.
        """
        visible = AdoptionQuerySet.visible_to_q(user)
        if is_site_admin(user):
            return visible
        return visible | Q(practice__withdrawn_at__isnull=False, confirmed_at__isnull=False)

    def readable_by(self, user: Any) -> AdoptionQuerySet:
        return self.filter(self.readable_by_q(user))

    def confirmed(self) -> AdoptionQuerySet:
        """What the adopting institution's steward has said yes to."""
        return self.filter(confirmed_at__isnull=False)

    def at_work(self) -> AdoptionQuerySet:
        """Confirmed, and in use now."""
        return self.confirmed().filter(state__in=AT_WORK)

    def by(self, institution: Any) -> AdoptionQuerySet:
        """Taken up by this institution."""
        return self.filter(institution=institution)

    def from_(self, institution: Any) -> AdoptionQuerySet:
        """Taken up by others from this institution."""
        return self.filter(practice__institution=institution)

    def waiting(self) -> AdoptionQuerySet:
        """Words that wait for a steward's answer."""
        return self.filter(waiting__isnull=False, declined_at__isnull=True)

    def declined(self) -> AdoptionQuerySet:
        """Words that a steward sent back."""
        return self.filter(declined_at__isnull=False)

    def latest_first(self) -> AdoptionQuerySet:
        return self.order_by(models.F("public_since").desc(nulls_last=True), "-pk")

    def in_order(self) -> AdoptionQuerySet:
        """As a ledger is read: those that use it now before the others, then by name."""
        place = models.Case(
            *(
                models.When(state=state, then=models.Value(number))
                for number, state in enumerate(LEDGER_ORDER)
            ),
            default=models.Value(len(LEDGER_ORDER)),
        )
        return self.order_by(place, "institution__name", "pk")
