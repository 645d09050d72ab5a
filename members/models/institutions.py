"""The institutions of the consortium and the address domains that prove belonging."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from members.enums import InstitutionKind, InstitutionState, Joining, Proof
from members.proof import make_challenge, record_name
from members.querysets import EmailDomainQuerySet, InstitutionQuerySet


class Institution(models.Model):
    """A health system, hospital, clinic, plan, agency or community partner of the consortium.

    What it says about itself in prose is its page (collaborative.pages.InstitutionPage).
    """

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=24, choices=InstitutionKind.choices)
    tagline = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=80, blank=True)
    counties = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    employees = models.CharField("employees (band)", max_length=20, blank=True)
    state = models.CharField(
        max_length=12, choices=InstitutionState.choices, default=InstitutionState.ACTIVE
    )
    joined_on = models.DateField(default=timezone.localdate)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=InstitutionKind.values), name="institution_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=InstitutionState.values), name="institution_state_is_known"
            ),
            models.UniqueConstraint(Lower("name"), name="institution_name_is_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/institutions/{self.slug}/"

    def get_people_url(self) -> str:
        return reverse("members:people", args=[self.slug])

    @property
    def is_active(self) -> bool:
        return self.state == InstitutionState.ACTIVE


class EmailDomain(models.Model):
    """A mail domain that is an institution's, on a coordinator's recorded word or by DNS.

    A verified address of exactly this domain lets its owner join: whole labels are compared,
    never endings. Until `proved_at` is set it lets nobody in.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="email_domains"
    )
    domain = models.CharField(max_length=253, unique=True)
    joining = models.CharField(max_length=12, choices=Joining.choices, default=Joining.AUTOMATIC)
    proved_at = models.DateTimeField(null=True, blank=True)
    proved_by = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    word = models.CharField("how we know that it is theirs", max_length=400, blank=True)
    proof = models.CharField(max_length=4, choices=Proof.choices, default=Proof.WORD)
    # Of this row alone: a record that proved the domain for one institution proves it for no other.
    challenge = models.CharField(max_length=40, unique=True, default=make_challenge)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_said = models.CharField("what the last look found", max_length=600, blank=True)

    objects = EmailDomainQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
                name="email_domain_is_lower_case_ascii_labels",
            ),
            models.CheckConstraint(
                condition=Q(proof__in=Proof.values), name="email_domain_proof_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.domain

    @property
    def is_proved(self) -> bool:
        return self.proved_at is not None

    @property
    def is_proved_by_dns(self) -> bool:
        return self.is_proved and self.proof == Proof.DNS

    @property
    def record_name(self) -> str:
        """Where its people publish the challenge."""
        return record_name(self.domain)
