"""Reads of people and institutions, named by what is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from . import permissions
from .enums import OPEN_STATES, InstitutionState, MembershipState, ProposalState, Role


class InstitutionQuerySet(models.QuerySet):
    def active(self) -> InstitutionQuerySet:
        return self.filter(state=InstitutionState.ACTIVE)

    def by_name(self) -> InstitutionQuerySet:
        return self.order_by("name", "pk")

    def with_stewards_counted(self) -> InstitutionQuerySet:
        """Adds `steward_count`: active stewards whose account is open."""
        return self.annotate(
            steward_count=models.Count(
                "memberships",
                filter=Q(
                    memberships__state=MembershipState.ACTIVE,
                    memberships__role=Role.STEWARD,
                    memberships__user__is_active=True,
                ),
            )
        )

    def without_steward(self) -> InstitutionQuerySet:
        return self.with_stewards_counted().filter(steward_count=0)


class MembershipQuerySet(models.QuerySet):
    def active(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.ACTIVE)

    def requested(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.REQUESTED)

    def former(self) -> MembershipQuerySet:
        return self.filter(state=MembershipState.ENDED)

    def open(self) -> MembershipQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def stewards(self) -> MembershipQuerySet:
        return self.active().filter(role=Role.STEWARD)

    def of(self, institution: Any) -> MembershipQuerySet:
        return self.filter(institution=institution)

    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[IN3] Own ones; active ones of institutions one belongs to; all where one is steward.

        Who asked, was declined or left is the stewards' and the consortium's business.
        """
        if not permissions.is_active(user):
            return Q(pk__in=[])
        if permissions.serves_consortium(user):
            return Q()
        return (
            Q(user=user)
            | Q(
                institution_id__in=permissions.institutions_of(user),
                state=MembershipState.ACTIVE,
            )
            | Q(institution_id__in=permissions.stewarded_by(user))
        )

    def visible_to(self, user: Any) -> MembershipQuerySet:
        return self.filter(self.visible_to_q(user))

    def newest_first(self) -> MembershipQuerySet:
        return self.order_by("-requested_at", "-pk")

    def oldest_first(self) -> MembershipQuerySet:
        return self.order_by("requested_at", "pk")

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__name", "user__email", "pk")


class InvitationQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[IN6] Those of institutions one is steward of; all for the consortium."""
        if permissions.serves_consortium(user):
            return Q()
        return Q(institution_id__in=permissions.stewarded_by(user))

    def visible_to(self, user: Any) -> InvitationQuerySet:
        return self.filter(self.visible_to_q(user))

    def open(self) -> InvitationQuerySet:
        """Neither accepted nor revoked; may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def usable(self, now: dt.datetime) -> InvitationQuerySet:
        return self.open().filter(expires_at__gt=now, institution__state=InstitutionState.ACTIVE)

    def newest_first(self) -> InvitationQuerySet:
        return self.order_by("-invited_at", "-pk")


class EmailDomainQuerySet(models.QuerySet):
    def proved(self) -> EmailDomainQuerySet:
        """Those that let people in: the word stands or the DNS said so; institution active."""
        return self.filter(proved_at__isnull=False, institution__state=InstitutionState.ACTIVE)

    def by_name(self) -> EmailDomainQuerySet:
        return self.order_by("domain")


class InstitutionProposalQuerySet(models.QuerySet):
    @staticmethod
    def visible_to_q(user: Any) -> Q:
        """[PR5] Those whose address is proved, for the consortium."""
        if permissions.user_can_admit_institutions(user):
            return ~Q(state=ProposalState.UNCONFIRMED)
        return Q(pk__in=[])

    def visible_to(self, user: Any) -> InstitutionProposalQuerySet:
        return self.filter(self.visible_to_q(user))

    def waiting(self) -> InstitutionProposalQuerySet:
        return self.filter(state=ProposalState.WAITING)

    def usable(self, now: dt.datetime) -> InstitutionProposalQuerySet:
        """Those that their proposer may still confirm."""
        return self.filter(state=ProposalState.UNCONFIRMED, expires_at__gt=now)

    def expired(self, now: dt.datetime) -> InstitutionProposalQuerySet:
        return self.filter(state=ProposalState.UNCONFIRMED, expires_at__lte=now)

    def oldest_first(self) -> InstitutionProposalQuerySet:
        return self.order_by("confirmed_at", "pk")


class SignOnQuerySet(models.QuerySet):
    def working(self) -> SignOnQuerySet:
        """Those through which people of active institutions may come in."""
        return self.filter(app__isnull=False, institution__state=InstitutionState.ACTIVE)
