"""An institution that wants to belong and is not here yet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from members.enums import InstitutionKind, ProposalState
from members.querysets import InstitutionProposalQuerySet


class InstitutionProposal(models.Model):
    """Somebody's words that an institution wants to join. A coordinator sees them once the
    proposer's address is proved, and admits the institution or declines with a reason.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=InstitutionKind.choices)
    city = models.CharField(max_length=80)
    counties = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    website = models.URLField(blank=True)
    why = models.CharField("why you want to join", max_length=1000)
    proposer_name = models.CharField(max_length=120)
    email = models.EmailField()
    state = models.CharField(
        max_length=12, choices=ProposalState.choices, default=ProposalState.UNCONFIRMED
    )
    token_hash = models.CharField(max_length=64, unique=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("reason for declining", max_length=400, blank=True)
    institution = models.OneToOneField(
        "members.Institution",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposal",
    )

    objects = InstitutionProposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=InstitutionKind.values), name="proposal_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values), name="proposal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="proposal_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.UNCONFIRMED) | Q(confirmed_at__isnull=False),
                name="proposal_is_confirmed_before_it_waits",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(ProposalState.UNCONFIRMED, ProposalState.WAITING))
                | Q(decided_at__isnull=False),
                name="proposal_decided_has_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:proposal", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def is_admitted(self) -> bool:
        return self.state == ProposalState.ADMITTED
