"""What binds a person to an institution."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from members.enums import OPEN_STATES, MembershipState, Role
from members.querysets import InvitationQuerySet, MembershipQuerySet


class Membership(models.Model):
    """A person's belonging to an institution: asked for, active, declined or ended."""

    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.CONTRIBUTOR)
    state = models.CharField(
        max_length=12, choices=MembershipState.choices, default=MembershipState.REQUESTED
    )
    note = models.CharField("why you ask", max_length=400, blank=True)
    reason = models.CharField("reason for the decision", max_length=400, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # When the person last chose to speak for this institution; the next form proposes the newest.
    last_spoke_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution"],
                condition=Q(state__in=OPEN_STATES),
                name="membership_is_open_once_per_person_and_institution",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=MembershipState.values), name="membership_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.ACTIVE) | Q(joined_at__isnull=False),
                name="membership_active_has_joined_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=MembershipState.ENDED) | Q(ended_at__isnull=False),
                name="membership_ended_has_ended_at",
            ),
        ]
        indexes = [models.Index(fields=["institution", "state"], name="membership_by_institution")]

    def __str__(self) -> str:
        return f"{self.user} at {self.institution}"

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE

    @property
    def is_requested(self) -> bool:
        return self.state == MembershipState.REQUESTED

    @property
    def is_declined(self) -> bool:
        return self.state == MembershipState.DECLINED

    @property
    def is_steward(self) -> bool:
        return self.is_active and self.role == Role.STEWARD


class TurnedAway(models.Model):
    """An institution removed or declined somebody whose account is deleted since.

    A new account knows nothing of that, so without this the mail domain would let the same person
    in again. Kept is a fingerprint of the address that nobody can read without the portal's key.
    """

    institution = models.ForeignKey(
        "members.Institution", on_delete=models.CASCADE, related_name="turned_away"
    )
    fingerprint = models.CharField(max_length=64)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "fingerprint"], name="turned_away_once_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"Somebody turned away from {self.institution}"


class Invitation(models.Model):
    """An institution's word to one address: come in, in this role. Good once, until it expires."""

    institution = models.ForeignKey(
        "members.Institution", on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.CONTRIBUTOR)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_is_open_once_per_institution_and_address",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="invitation_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_is_not_both_accepted_and_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.institution}"

    def has_expired(self, now: dt.datetime) -> bool:
        return self.expires_at <= now
