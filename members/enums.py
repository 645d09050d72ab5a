"""Words of membership."""

from __future__ import annotations

from django.db import models


class InstitutionKind(models.TextChoices):
    HEALTH_SYSTEM = "health_system", "Health system"
    HOSPITAL = "hospital", "Hospital"
    CLINIC = "clinic", "Clinic"
    HEALTH_PLAN = "health_plan", "Health plan"
    PUBLIC_HEALTH_AGENCY = "public_health_agency", "Public health agency"
    COMMUNITY_PARTNER = "community_partner", "Community partner"


class InstitutionState(models.TextChoices):
    ACTIVE = "active", "Active"
    CLOSED = "closed", "Closed"


class ProposalState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", "Address not confirmed"
    WAITING = "waiting", "Waiting for an answer"
    ADMITTED = "admitted", "Admitted"
    DECLINED = "declined", "Declined"


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", "Contributor"
    STEWARD = "steward", "Steward"


class MembershipState(models.TextChoices):
    REQUESTED = "requested", "Asked to join"
    ACTIVE = "active", "Active"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


# States in which a person and an institution are bound or waiting: at most one such row each.
OPEN_STATES = (MembershipState.REQUESTED, MembershipState.ACTIVE)


class Proof(models.TextChoices):
    """How we know that a mail domain is an institution's."""

    WORD = "word", "On my word"
    DNS = "dns", "To be proved by DNS"


class Joining(models.TextChoices):
    AUTOMATIC = "automatic", "People join by themselves"
    APPROVAL = "approval", "A steward approves each person"
