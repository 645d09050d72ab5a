"""Reads of co-publications: the one way in for the stewards of institutions that were asked."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from members.enums import InstitutionState
from members.permissions import institutions_of, is_site_admin, stewarded_by

from .enums import Workflow

NOBODYS = Q(pk__in=[])


class CoPublicationQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[CP3] That it was asked: the owner's people, and stewards of the asked institution.

        Twin of together_permissions.user_can_see_co_publication.
        """
        if is_site_admin(user):
            return Q()
        known = NOBODYS
        if own := institutions_of(user):
            known = Q(practice__institution_id__in=own)
        if answered := stewarded_by(user):
            known |= Q(institution_id__in=answered)
        return known

    @staticmethod
    def readable_by_q(user: Any) -> Q:
        """[CP1] Whose version in question this person reads to sign it off.

        Twin of together_permissions.user_can_read_to_sign.
        """
        open_now = Q(withdrawn_at=None, institution__state=InstitutionState.ACTIVE) & (
            Q(practice__workflow=Workflow.SUBMITTED) | Q(practice__live=True)
        )
        if is_site_admin(user):
            return open_now
        return open_now & Q(institution_id__in=stewarded_by(user))

    def visible_to(self, user: Any) -> CoPublicationQuerySet:
        return self.filter(self.visible_to_q(user))

    def readable_by(self, user: Any) -> CoPublicationQuerySet:
        return self.filter(self.readable_by_q(user))

    def standing(self) -> CoPublicationQuerySet:
        """Not withdrawn, of institutions that are open."""
        return self.filter(withdrawn_at=None, institution__state=InstitutionState.ACTIVE)

    def signed(self, revision_id: int | None) -> CoPublicationQuerySet:
        """Whose steward has signed off this version."""
        said = self._answers().filter(revision_id=revision_id, is_signed=True)
        return self.filter(Exists(said))

    def unanswered(self) -> CoPublicationQuerySet:
        """Of which the version in review, or else the live one, has no answer yet; and those newly
        asked, before there is a version to read.
        """
        in_review, live = Q(practice__workflow=Workflow.SUBMITTED), Q(practice__live=True)
        of_latest = self._answers().filter(revision=OuterRef("practice__latest_revision"))
        of_live = self._answers().filter(revision=OuterRef("practice__live_revision"))
        never_public = Q(practice__published_at=None)
        return self.filter(
            (in_review & ~Exists(of_latest))
            | (~in_review & live & ~Exists(of_live))
            | (~in_review & never_public & ~Exists(self._answers()))
        )

    def by_name(self) -> CoPublicationQuerySet:
        return self.order_by("institution__name", "pk")

    def longest_waiting_first(self) -> CoPublicationQuerySet:
        return self.order_by(F("practice__submitted_at").asc(nulls_last=True), "invited_at", "pk")

    def _answers(self) -> models.QuerySet:
        answers = apps.get_model("practices", "SignOff").objects.all()
        return answers.filter(co_publication=OuterRef("pk"))
