"""Mail domains whose people an institution lets in."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members import audit
from members.domains import is_domain, is_public_provider
from members.enums import Joining
from members.models import EmailDomain, Institution, User

from .common import Refused, lock


class CannotAddDomain(Refused):
    """The domain proves nothing, or is another institution's."""


@transaction.atomic
def add_domain(
    *, institution: Institution, domain: str, joining: str, word: str, by: User, now: dt.datetime
) -> EmailDomain:
    """Records on a coordinator's word that a domain is the institution's; then a log entry."""
    domain = domain.strip().lower() if domain.isascii() else domain
    if not is_domain(domain):
        raise CannotAddDomain(
            "Write the part after the @ alone, in plain letters, like heronlake.example.org. "
            "A domain in another script is written in its xn-- form."
        )
    if is_public_provider(domain):
        raise CannotAddDomain(
            f"Anybody can have an address at {domain}, so it proves nothing. "
            "Invite these people one by one."
        )
    institution = lock(institution)
    taken = EmailDomain.objects.filter(domain=domain).select_related("institution").first()
    if taken is not None:
        raise CannotAddDomain(f"{domain} is entered for {taken.institution} already.")
    row = EmailDomain.objects.create(
        institution=institution,
        domain=domain,
        joining=Joining(joining),
        word=word,
        proved_at=now,
        proved_by=by,
    )
    audit.record(
        institution, "members.domain_added", by=by, domain=domain, joining=joining, word=word
    )
    return row


@transaction.atomic
def remove_domain(*, domain: EmailDomain, by: User, now: dt.datetime) -> None:
    """From now on the domain lets nobody in; who is in stays. Then a log entry."""
    audit.record(domain.institution, "members.domain_removed", by=by, domain=domain.domain)
    domain.delete()
