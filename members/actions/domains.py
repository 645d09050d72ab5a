"""Mail domains whose people an institution lets in."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from members import audit
from members import proof as proofs
from members.domains import is_domain, is_inward, is_public_provider, is_registry
from members.enums import Joining, Proof
from members.models import EmailDomain, Institution, User

from .common import NotWaiting, Refused, lock


class CannotAddDomain(Refused):
    """The domain proves nothing, or is another institution's."""


@transaction.atomic
def add_domain(
    *,
    institution: Institution,
    domain: str,
    joining: str,
    proof: str,
    word: str = "",
    by: User,
    now: dt.datetime,
) -> EmailDomain:
    """Enters a domain of the institution; then a log entry.

    On a coordinator's word it counts at once. Otherwise it lets nobody in until `check_domain`
    has found its record.
    """
    domain = domain.strip().lower() if domain.isascii() else domain
    on_word = Proof(proof) == Proof.WORD
    _check_name(domain, on_word=on_word)
    institution = lock(institution)
    _refuse_taken(domain)
    try:
        with transaction.atomic():
            row = EmailDomain.objects.create(
                institution=institution,
                domain=domain,
                joining=Joining(joining),
                proof=Proof(proof),
                word=word if on_word else "",
                proved_at=now if on_word else None,
                proved_by=by if on_word else None,
            )
    except IntegrityError:  # entered for another institution at this moment
        _refuse_taken(domain)
        raise
    audit.record(
        institution, "members.domain_added", by=by,
        domain=domain, joining=joining, proof=proof, word=row.word,
    )  # fmt: skip
    return row


def check_domain(*, domain: EmailDomain, by: User, now: dt.datetime) -> EmailDomain:
    """Looks for the record in the DNS, and keeps what was found.

    The look takes seconds, so it happens before anything is locked. Not finding the record of a
    domain that counts already changes nothing about it: coordinators decide, not a broken server.
    """
    look = proofs.look_up(domain=domain.domain, value=domain.challenge)
    return _keep(domain=domain, look=look, by=by, now=now)


@transaction.atomic
def _keep(*, domain: EmailDomain, look: proofs.Look, by: User, now: dt.datetime) -> EmailDomain:
    """In order: what was found, by whom it was proved, a log entry."""
    institution = lock(domain.institution)
    row = EmailDomain.objects.select_for_update().filter(pk=domain.pk, institution=institution)
    current = row.first()
    if current is None:
        raise NotWaiting(f"{domain} has been removed meanwhile.")
    current.checked_at, current.check_said = now, look.sentence
    fields = ["checked_at", "check_said"]
    if look.is_there:
        current.proof, current.proved_at, current.proved_by = Proof.DNS, now, by
        fields += ["proof", "proved_at", "proved_by"]
    current.save(update_fields=fields)
    if look.is_there:
        audit.record(
            institution, "members.domain_proved", by=by,
            domain=current.domain, challenge=current.challenge,
        )  # fmt: skip
    return current


@transaction.atomic
def remove_domain(*, domain: EmailDomain, by: User, now: dt.datetime) -> None:  # noqa: ARG001
    """From now on the domain lets nobody in; who is in stays. Then a log entry."""
    audit.record(domain.institution, "members.domain_removed", by=by, domain=domain.domain)
    domain.delete()


def _check_name(domain: str, *, on_word: bool) -> None:
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
    if is_registry(domain):
        raise CannotAddDomain(
            f"Many owners have a domain below {domain}. Write the whole domain of this institution."
        )
    if is_inward(domain):
        raise CannotAddDomain(
            f"{domain} means something inside one network only. Write one that mail comes from."
        )
    if not on_word and not proofs.has_room_for_record(domain):
        raise CannotAddDomain(
            f"{domain} is too long for a record below it. Enter it on your word instead."
        )


def _refuse_taken(domain: str) -> None:
    taken = EmailDomain.objects.filter(domain=domain).select_related("institution").first()
    if taken is not None:
        raise CannotAddDomain(
            f"{domain} is entered for {taken.institution} already. To move it, remove it there "
            "first; here it is proved anew."
        )
