"""How the demo's people came to belong, as the record tells it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from members.enums import Joining, Role
from members.models import EmailDomain, Institution, Membership, User


def load_record(institutions: dict[str, Institution]) -> None:
    """Writes the lines of institutions that have none yet, at the times of what they tell."""
    told = set(
        ModelLogEntry.objects.filter(action__startswith="members.").values_list("label", flat=True)
    )
    coordinator = User.objects.filter(is_coordinator=True).order_by("pk").first()
    for institution in institutions.values():
        if institution.name in told:
            continue
        domains = EmailDomain.objects.filter(institution=institution).proved()
        for domain in domains:
            _write(institution, "domain_added", coordinator, domain.proved_at, domain=domain.domain)
        by_itself = domains.filter(joining=Joining.AUTOMATIC).first()
        members = Membership.objects.of(institution).exclude(joined_at=None).select_related("user")
        # Stewards first: it is they who let others in.
        for number, member in enumerate(members.order_by("-role", "pk")):
            at = member.joined_at + dt.timedelta(hours=number)
            steward = members.stewards().order_by("pk").first()
            if member.role == Role.STEWARD or steward is None:
                _write(
                    institution, "invitation_accepted", member.user, at,
                    membership=member.pk, role=member.role,
                )  # fmt: skip
            elif by_itself:
                _write(
                    institution, "joined_by_domain", member.user, at,
                    domain=by_itself.domain, state="active",
                )  # fmt: skip
            else:
                _write(
                    institution, "approved", steward.user, at,
                    membership=member.pk, person=member.user_id,
                )  # fmt: skip
            if member.ended_at:
                _write(institution, "left", member.user, member.ended_at, membership=member.pk)


def _write(institution: Institution, action: str, by: Any, at: Any, **data: Any) -> None:
    log(instance=institution, action=f"members.{action}", user=by, timestamp=at, data=data)
