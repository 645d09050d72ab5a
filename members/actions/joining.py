"""How a person comes to belong to an institution, and how a steward answers."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members import audit, mails, queries, turned_away
from members.enums import Joining, MembershipState, Role
from members.models import EmailDomain, Institution, Invitation, Membership, User

from .common import (
    NotAllowed,
    NotWaiting,
    Refused,
    announce,
    fresh,
    lock,
    require_open_account,
)


class CannotAsk(Refused):
    """The person belongs there, waits there already, or the institution takes nobody."""


class ReasonMissing(Refused):
    """Whoever is turned down is told why."""

    status = 400


@transaction.atomic
def join_by_domain(*, user: User, now: dt.datetime) -> list[Membership]:
    """Lets a person in where a verified address proves belonging.

    1. An automatic domain makes an active contributor; a domain with approval leaves a request
       and tells the stewards. 2. Never where there was any membership before: whoever left, was
       removed or declined comes back by asking; who was turned away, with a new account as well.
       3. A steward's open invitation goes first, since it may carry another role. 4. Log entry;
       `membership_changed` at the commit.
    """
    return [
        membership
        for domain in queries.domains_proved_by(user)
        if (membership := _join_one(user=user, domain=domain, now=now)) is not None
    ]


def _join_one(*, user: User, domain: EmailDomain, now: dt.datetime) -> Membership | None:
    institution = lock(domain.institution)
    if Membership.objects.of(institution).filter(user=user).exists():
        return None
    invitations = queries.invitations_for(user, now=now).filter(institution=institution)
    if invitations.filter(role=Role.STEWARD).exists():
        return None
    require_open_account(user)
    membership = Membership(user=user, institution=institution, requested_at=now)
    is_known = turned_away.was_turned_away(institution, queries.verified_addresses(user))
    if domain.joining == Joining.AUTOMATIC and not is_known:
        _let_in(membership, now=now)
    else:
        membership.save()
        mails.tell_stewards_of_request(membership)
    audit.record(
        institution,
        "members.joined_by_domain",
        by=user,
        domain=domain.domain,
        state=membership.state,
    )
    announce(user=user, institution=institution)
    return membership


@transaction.atomic
def ask_to_join(*, institution: Institution, by: User, note: str, now: dt.datetime) -> Membership:
    """Leaves a request. In order: the request, a log entry, a mail to the stewards."""
    institution = lock(institution)
    if not institution.is_active:
        raise CannotAsk(f"{institution} is closed and takes nobody in.")
    waiting = Membership.objects.of(institution).open().filter(user=by).first()
    if waiting is not None and waiting.is_active:
        raise CannotAsk(f"You belong to {institution} already.")
    if waiting is not None:
        raise CannotAsk(
            f"You have asked {institution} already. A steward has your request; "
            "you will get a mail with the answer."
        )
    require_open_account(by)
    membership = Membership.objects.create(
        user=by, institution=institution, note=note, requested_at=now
    )
    audit.record(institution, "members.asked", by=by, membership=membership.pk)
    mails.tell_stewards_of_request(membership)
    return membership


@transaction.atomic
def approve(*, membership: Membership, by: User, now: dt.datetime) -> Membership:
    """Makes the asker a contributor. In order: state, log entry, mail to the asker, signal."""
    lock(membership.institution)
    membership = _waiting(membership, by=by)
    membership.decided_by = by
    _let_in(membership, now=now)
    audit.record(
        membership.institution, "members.approved", by=by,
        membership=membership.pk, person=membership.user_id,
    )  # fmt: skip
    mails.tell_asker_approved(membership)
    announce(user=membership.user, institution=membership.institution)
    return membership


@transaction.atomic
def decline(*, membership: Membership, by: User, reason: str, now: dt.datetime) -> Membership:
    """Turns the asker down with a reason. In order: state, log entry, mail to the asker."""
    if not reason.strip():
        raise ReasonMissing("Say why, in a sentence. The person who asked will read it.")
    lock(membership.institution)
    membership = _waiting(membership, by=by)
    membership.state = MembershipState.DECLINED
    membership.reason = reason
    membership.decided_by = by
    membership.ended_at = now
    membership.save(update_fields=["state", "reason", "decided_by", "ended_at"])
    audit.record(
        membership.institution, "members.declined", by=by,
        membership=membership.pk, person=membership.user_id,
    )  # fmt: skip
    mails.tell_asker_declined(membership)
    return membership


def _waiting(membership: Membership, *, by: User) -> Membership:
    membership = fresh(membership)
    if membership.user_id == by.pk:
        raise NotAllowed("Somebody else has to answer your own request.")
    if not membership.is_requested:
        raise NotWaiting("This request has been answered already.")
    return membership


def _let_in(membership: Membership, *, now: dt.datetime) -> None:
    """Active from now on; an open invitation to the same door has done its work."""
    membership.state = MembershipState.ACTIVE
    membership.joined_at = now
    membership.save()
    addresses = queries.verified_addresses(membership.user)
    turned_away.forgive(membership.institution, addresses)
    Invitation.objects.filter(
        pk__in=queries.invitations_for(membership.user, now=now)
        .filter(institution=membership.institution)
        .values("pk")
    ).update(accepted_at=now, accepted_by=membership.user)
