"""What all changes among people share: the lock, the refusal, the news after the commit."""

from __future__ import annotations

from django.db import transaction

from collaborative.core.models import bump_public_version
from members import queries
from members.enums import MembershipState
from members.models import Institution, Membership, User
from members.signals import membership_changed


class Refused(Exception):
    """Something cannot be done now; `sentence` says why and what to do instead."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """It is not for this person to do, whatever the state of things."""

    status = 403


class NotWaiting(Refused):
    """Somebody else was quicker, or the page was old."""


class LastSteward(Refused):
    """An institution that has a steward keeps one."""

    def __init__(self, institution: Institution) -> None:
        super().__init__(
            f"{institution} would be left without a steward. "
            "Make somebody else a steward first, then try again."
        )


def lock(institution: Institution) -> Institution:
    """Changes of one institution's people happen one after the other."""
    return Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def fresh(membership: Membership) -> Membership:
    """The membership as it is now; call it with the institution locked."""
    return (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "institution")
        .get(pk=membership.pk)
    )


def require_open_account(user: User) -> None:
    """Whoever deletes the account at this moment joins nothing; with the institution locked."""
    rows = User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True)
    if not rows.exists():
        raise NotAllowed("This account is closed.")


def keep_a_steward(membership: Membership) -> None:
    """Refuses where this membership is the last steward's; with the institution locked."""
    if membership.is_steward and not queries.other_stewards(membership).exists():
        raise LastSteward(membership.institution)


def announce(*, user: User, institution: Institution) -> None:
    """After a change: public pages are made anew, and those above hear of it at the commit."""
    user.forget_roles()
    bump_public_version()
    transaction.on_commit(
        lambda: membership_changed.send(sender=Membership, user=user, institution=institution)
    )


def require_active(membership: Membership) -> None:
    if membership.state != MembershipState.ACTIVE:
        raise NotWaiting(f"{membership.user} does not belong to {membership.institution} any more.")
