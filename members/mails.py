"""Mails about belonging. Each is sent when the change it tells of has been committed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse

from collaborative.core.mail.send import send_mail_message
from members import queries
from members.models import InstitutionProposal, Invitation, Membership, User


def tell_stewards_of_request(membership: Membership) -> None:
    """To the stewards; where there is none, to the coordinators."""
    for steward in queries.answerers_of(membership.institution):
        _send(
            to=steward.email,
            template="members_asked",
            membership=membership,
            url=_address("members:person", membership.institution.slug, membership.pk),
        )


def tell_asker_approved(membership: Membership) -> None:
    _send(
        to=membership.user.email,
        template="members_approved",
        membership=membership,
        url=_address("desk:desk"),
    )


def tell_asker_declined(membership: Membership) -> None:
    _send(
        to=membership.user.email,
        template="members_declined",
        membership=membership,
        url=_address("members:welcome"),
    )


def tell_person_of_role(membership: Membership) -> None:
    _send(
        to=membership.user.email,
        template="members_role",
        membership=membership,
        url=_address("members:people", membership.institution.slug),
    )


def tell_person_removed(membership: Membership) -> None:
    _send(
        to=membership.user.email,
        template="members_removed",
        membership=membership,
        url=_address("members:welcome"),
    )


def invite(invitation: Invitation, token: str) -> None:
    """The only place that ever holds the token."""
    _send(
        to=invitation.email,
        template="members_invited",
        invitation=invitation,
        url=_address("members:accept", token),
    )


def ask_proposer_to_confirm(proposal: InstitutionProposal, token: str) -> None:
    """The only place that ever holds the token."""
    _send(
        to=proposal.email,
        template="members_proposal_confirm",
        proposal=proposal,
        url=_address("members:confirm_proposal", token),
    )


def tell_coordinators_of_proposal(proposal: InstitutionProposal) -> None:
    for coordinator in queries.coordinators():
        _send(
            to=coordinator.email,
            template="members_proposal_waiting",
            proposal=proposal,
            url=_address("members:proposal", proposal.pk),
        )


def tell_proposer_admitted(proposal: InstitutionProposal) -> None:
    """Where the first steward is somebody else; to the proposer an invitation says enough."""
    institution = proposal.institution
    _send(
        to=proposal.email,
        template="members_proposal_admitted",
        proposal=proposal,
        institution=institution,
        url=f"{settings.BASE_URL}{institution.get_absolute_url() if institution else '/'}",
    )


def tell_proposer_declined(proposal: InstitutionProposal) -> None:
    _send(
        to=proposal.email,
        template="members_proposal_declined",
        proposal=proposal,
        url=_address("members:propose"),
    )


def say_farewell(user: User, *, keeps_name: bool) -> None:
    """The last mail: written while the address is still known."""
    _send(
        to=user.email,
        template="members_account_deleted",
        keeps_name=keeps_name and bool(user.name),
        contact=settings.CONTACT_EMAIL,
    )


def tell_data_downloaded(user: User, now: dt.datetime) -> None:
    _send(
        to=user.email, template="members_data_downloaded", at=now, url=_address("members:sessions")
    )


def tell_factors_reset(user: User, reason: str) -> None:
    _tell_of_account(user, "members_factors_reset", reason, url=_address("account_login"))


def tell_account_closed(user: User, reason: str) -> None:
    _tell_of_account(user, "members_account_closed", reason)


def tell_account_reopened(user: User, reason: str) -> None:
    _tell_of_account(user, "members_account_reopened", reason, url=_address("account_login"))


def _tell_of_account(user: User, template: str, reason: str, **more: Any) -> None:
    contact = settings.CONTACT_EMAIL
    _send(to=user.email, template=template, reason=reason, contact=contact, **more)


def _send(*, to: str, template: str, **context: Any) -> None:
    send_mail_message(to=to, template=template, context=context)


def _address(name: str, *args: Any) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=args)}"
