"""What site administrators do with somebody else's account."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q

from collaborative.core.models import bump_public_version
from members import audit, mails, permissions, queries
from members.models import Membership, User

from .common import NotAllowed, NotWaiting, Refused, announce


class LastAdministrator(Refused):
    """The portal keeps somebody who can look after accounts."""

    def __init__(self) -> None:
        super().__init__(
            "The site would be left without an administrator. "
            "Make somebody else an administrator first, then try again."
        )


class NothingToReset(Refused):
    """There is no factor to be lost."""


@transaction.atomic
def reset_factors(*, user: User, reason: str, by: User, now: dt.datetime) -> User:
    """Takes away factors that somebody has lost, and recovery codes with them.

    In order: the factors, all sessions, a log entry with the reason, a mail to the person. At the
    next sign-in whoever needs a factor is led to set one up.
    """
    user = _another(user, by=by)
    if not user.is_active:
        raise NotWaiting(f"The account of {user} is closed. Reopen it first.")
    factors = Authenticator.objects.filter(user=user)
    if not factors.exists():
        raise NothingToReset(f"{user} has no second factor.")
    factors.delete()
    queries.end_sessions(user)
    audit.record_of_person("members.factors_reset", by=by, person=user, reason=reason)
    mails.tell_factors_reset(user, reason)
    return user


@transaction.atomic
def close_account(*, user: User, reason: str, by: User, now: dt.datetime) -> User:
    """From the next request on nobody gets in by this account; memberships wait as they are.

    In order: state, all sessions, a log entry with the reason, a mail, the signals.
    """
    user = _another(user, by=by)
    if not user.is_active:
        raise NotWaiting(f"The account of {user} is closed already.")
    _set(user, is_active=False)
    queries.end_sessions(user)
    audit.record_of_person("members.account_closed", by=by, person=user, reason=reason)
    mails.tell_account_closed(user, reason)
    return user


@transaction.atomic
def reopen_account(*, user: User, reason: str, by: User, now: dt.datetime) -> User:
    """The person signs in again and belongs as before. In order: state, log entry, mail, signals.

    A second factor that was set up is asked for as before.
    """
    user = _another(user, by=by)
    if user.is_active:
        raise NotWaiting(f"The account of {user} is open already.")
    _set(user, is_active=True)
    audit.record_of_person("members.account_reopened", by=by, person=user, reason=reason)
    mails.tell_account_reopened(user, reason)
    return user


def lock_accounts(user: User) -> dict[int, User]:
    """The account and all administrators' as they are now, locked in one order for everybody."""
    administrators = Q(is_superuser=True, is_active=True)
    found = User.objects.select_for_update().filter(administrators | Q(pk=user.pk)).order_by("pk")
    return {row.pk: row for row in found}


def keep_an_administrator(user: User, accounts: dict[int, User]) -> None:
    """Refuses where this account is the last administrator's; behind `lock_accounts`."""
    administrators = [row.pk for row in accounts.values() if permissions.is_site_admin(row)]
    if administrators == [user.pk]:
        raise LastAdministrator


def _another(user: User, *, by: User) -> User:
    """Somebody else's account as it is now, behind the lock; whoever acts may still do so."""
    if user.pk == by.pk:
        raise NotAllowed("Nobody does this with the own account. Ask another administrator.")
    accounts = lock_accounts(user)
    keep_an_administrator(user, accounts)
    if by.pk not in accounts:
        raise NotAllowed("You are no administrator any more.")
    if accounts[user.pk].is_deleted:
        raise NotWaiting("This account is deleted.")
    return accounts[user.pk]


def _set(user: User, *, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    bump_public_version()
    for membership in Membership.objects.active().filter(user=user).select_related("institution"):
        announce(user=user, institution=membership.institution)
