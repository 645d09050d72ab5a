"""An institution's word to one address: come in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members import audit, mails, queries, turned_away
from members.enums import MembershipState, Role
from members.models import Institution, Invitation, Membership, User
from members.tokens import hash_token, make_token

from .common import NotAllowed, Refused, announce, lock, require_open_account

GOOD_FOR = dt.timedelta(days=14)


class AlreadyBelongs(Refused):
    """Nothing to invite to."""


class WrongAddress(NotAllowed):
    """The link has reached somebody for whom it was not meant."""

    def __init__(self) -> None:
        super().__init__(
            "This invitation was sent to another address. If that one is yours too, add it to your "
            "account, or sign in with it. If not, ask the institution to invite your address."
        )


class NoSuchInvitation(Exception):
    """Unknown, used, revoked or expired: nobody is told which."""


@transaction.atomic
def invite(
    *, institution: Institution, email: str, role: str, by: User, now: dt.datetime
) -> Invitation:
    """Invites an address in a role; an open invitation to it is sent anew in its place.

    In order: the invitation, a log entry, the mail with the link. Only the mail knows the token.
    """
    email = email.strip().lower()
    institution = lock(institution)
    if queries.belongs_with_address(institution, email):
        raise AlreadyBelongs(f"{email} belongs to {institution} already.")
    token = make_token()
    invitation, _ = Invitation.objects.open().update_or_create(
        institution=institution,
        email=email,
        defaults={
            "role": Role(role),
            "token_hash": hash_token(token),
            "invited_by": by,
            "invited_at": now,
            "expires_at": now + GOOD_FOR,
        },
    )
    audit.record(
        institution, "members.invited", by=by, invitation=invitation.pk, email=email, role=role
    )
    mails.invite(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> Invitation:
    """A new link for 14 more days; the old one is dead at once."""
    lock(invitation.institution)
    invitation = _open(invitation)
    token = make_token()
    invitation.token_hash = hash_token(token)
    invitation.expires_at = now + GOOD_FOR
    invitation.save(update_fields=["token_hash", "expires_at"])
    audit.record(
        invitation.institution, "members.invitation_resent", by=by, invitation=invitation.pk
    )
    mails.invite(invitation, token)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> Invitation:
    """The link is dead at once."""
    lock(invitation.institution)
    invitation = _open(invitation)
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    audit.record(
        invitation.institution, "members.invitation_revoked", by=by, invitation=invitation.pk
    )
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, by: User, now: dt.datetime) -> Membership:
    """Makes the person a member in the invited role, if the invited address is proved theirs.

    In order: the membership (a waiting request becomes it), the invitation used, a log entry,
    the signal.
    """
    found = queries.usable_invitation(token, now=now)
    if found is None:
        raise NoSuchInvitation
    institution = lock(found.institution)
    invitation = queries.usable_invitation(token, now=now)  # as it is behind the lock
    if invitation is None:
        raise NoSuchInvitation
    own = Membership.objects.of(institution).open().filter(user=by).first()
    if own is not None and own.is_active:
        raise NotAllowed(f"You belong to {institution} already.")
    if invitation.email not in queries.verified_addresses(by):
        raise WrongAddress
    require_open_account(by)
    turned_away.forgive(institution, [invitation.email])
    membership = own or Membership(user=by, institution=institution, requested_at=now)
    membership.role = invitation.role
    membership.state = MembershipState.ACTIVE
    membership.joined_at = now
    membership.decided_by = invitation.invited_by
    membership.save()
    invitation.accepted_at = now
    invitation.accepted_by = by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        institution, "members.invitation_accepted", by=by,
        invitation=invitation.pk, membership=membership.pk, role=membership.role,
    )  # fmt: skip
    announce(user=by, institution=institution)
    return membership


def _open(invitation: Invitation) -> Invitation:
    current = Invitation.objects.open().select_for_update().filter(pk=invitation.pk).first()
    if current is None:
        raise Refused("This invitation has been accepted or revoked already.")
    return current
