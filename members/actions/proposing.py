"""How an institution comes to belong: somebody proposes it, a coordinator answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from members import audit, mails, queries
from members.enums import ProposalState, Role
from members.models import Institution, InstitutionProposal, User
from members.signals import institution_admitted
from members.tokens import hash_token, make_token

from .common import NotWaiting, Refused
from .invitations import invite
from .joining import ReasonMissing

CONFIRM_WITHIN = dt.timedelta(days=3)
# Addresses below /institutions/ that are the portal's own.
RESERVED_SLUGS = frozenset({"propose", "news", "all"})


class NoSuchProposal(Exception):
    """Unknown, confirmed already or expired: nobody is told which."""


class CannotAdmit(Refused):
    """The name or the address is another institution's; `field` says which to change."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@transaction.atomic
def propose_institution(
    *, words: dict[str, Any], email: str, now: dt.datetime
) -> InstitutionProposal:
    """Keeps somebody's words and asks the address whether they are its own.

    The same happens whatever is known of the institution or the address. What nobody confirmed in
    time is forgotten here.
    """
    InstitutionProposal.objects.expired(now).delete()
    token = make_token()
    proposal = InstitutionProposal.objects.create(
        **words,
        email=email.strip().lower(),
        token_hash=hash_token(token),
        proposed_at=now,
        expires_at=now + CONFIRM_WITHIN,
    )
    mails.ask_proposer_to_confirm(proposal, token)
    return proposal


@transaction.atomic
def confirm_proposal(*, token: str, now: dt.datetime) -> InstitutionProposal:
    """The address is proved. In order: the proposal waits, a mail to the coordinators."""
    proposal = (
        InstitutionProposal.objects.usable(now)
        .select_for_update()
        .filter(token_hash=hash_token(token))
        .first()
    )
    if proposal is None:
        raise NoSuchProposal
    proposal.state = ProposalState.WAITING
    proposal.confirmed_at = now
    proposal.save(update_fields=["state", "confirmed_at"])
    mails.tell_coordinators_of_proposal(proposal)
    return proposal


@transaction.atomic
def admit_institution(
    *,
    proposal: InstitutionProposal,
    name: str,
    slug: str,
    kind: str,
    city: str,
    counties: Sequence[str],
    steward_email: str,
    by: User,
    now: dt.datetime,
) -> Institution:
    """Makes the institution. In order: its row, the proposal answered, a log entry, its page (by
    `institution_admitted`), the invitation of its first steward with the mail, and a mail to the
    proposer where the steward is somebody else.
    """
    proposal = _waiting(proposal)
    _refuse_taken(name=name, slug=slug)
    try:
        with transaction.atomic():
            institution = Institution.objects.create(
                name=name,
                slug=slug,
                kind=kind,
                city=city,
                counties=list(counties),
                joined_on=timezone.localdate(now),
            )
    except IntegrityError:  # admitted under this name or address at this moment
        _refuse_taken(name=name, slug=slug)
        raise
    _decide(proposal, ProposalState.ADMITTED, by=by, now=now, institution=institution)
    audit.record(institution, "members.institution_admitted", by=by, proposal=proposal.pk)
    institution_admitted.send(sender=Institution, institution=institution, user=by)
    invite(institution=institution, email=steward_email, role=Role.STEWARD, by=by, now=now)
    if steward_email.lower() != proposal.email:
        mails.tell_proposer_admitted(proposal)
    return institution


@transaction.atomic
def decline_proposal(
    *, proposal: InstitutionProposal, reason: str, by: User, now: dt.datetime
) -> InstitutionProposal:
    """Turns the institution down. In order: state, log entry, mail with the reason."""
    if not reason.strip():
        raise ReasonMissing("Say why, in a sentence. The person who proposed it will read it.")
    proposal = _waiting(proposal)
    _decide(proposal, ProposalState.DECLINED, by=by, now=now, reason=reason)
    audit.record(proposal, "members.proposal_declined", by=by, name=proposal.name, reason=reason)
    mails.tell_proposer_declined(proposal)
    return proposal


def _waiting(proposal: InstitutionProposal) -> InstitutionProposal:
    """As it is now, behind its lock: of two coordinators one answers."""
    current = (
        InstitutionProposal.objects.select_for_update(of=("self",))
        .select_related("decided_by")
        .get(pk=proposal.pk)
    )
    if not current.is_waiting:
        raise NotWaiting(f"{current.decided_by or 'Somebody'} has answered this proposal already.")
    return current


def _decide(
    proposal: InstitutionProposal, state: str, *, by: User, now: dt.datetime, **more: Any
) -> None:
    changed = {"state": state, "decided_by": by, "decided_at": now, **more}
    for field, value in changed.items():
        setattr(proposal, field, value)
    proposal.save(update_fields=list(changed))


def _refuse_taken(*, name: str, slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise CannotAdmit("slug", f"“{slug}” is an address of the portal itself. Choose another.")
    if queries.institution_called(name):
        raise CannotAdmit(
            "name",
            f"There is an institution called {name} already. If it is the same, decline and tell "
            "the proposer how to join it; if not, add what tells them apart, like the city.",
        )
    if Institution.objects.filter(slug=slug).exists():
        raise CannotAdmit("slug", f"“{slug}” is another institution's address. Choose another.")
