"""The end of an account, by its owner."""

from __future__ import annotations

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from django.db import transaction

from collaborative.core.models import bump_public_version
from members import audit, keeping, mails, queries, turned_away
from members.enums import MembershipState
from members.models import DELETED_DOMAIN, Institution, Membership, SignOn, User

from .administering import keep_an_administrator, lock_accounts
from .common import LastSteward, NotAllowed, announce, lock


@transaction.atomic
def delete_account(*, by: User, keeps_name: bool, now: dt.datetime) -> None:
    """Ends a person's own account. What they wrote stays, with the name or without.

    1. Institutions, then administrators, then the account are locked, in this order everywhere;
    the last steward and the last administrator are refused. 2. The farewell is written, to go out
    at the commit. 3. Memberships end and requests are withdrawn, with a log entry each. 4. Every
    app lets go of what was the person's alone (members.keeping). 5. The row becomes one that
    holds nothing but perhaps a name. 6. Log entries lose the name and the address; one says that
    the account was deleted. 7. Public pages are made anew, and those above hear of each end.
    """
    houses = _lock_institutions(by)
    accounts = lock_accounts(by)
    user = accounts[by.pk]
    if not user.is_active:
        raise NotAllowed("This account is closed.")
    keep_an_administrator(user, accounts)
    addresses = sorted({user.email, *queries.verified_addresses(user)})
    mails.say_farewell(user, keeps_name=keeps_name)
    _end_memberships(user, addresses, now=now)
    keeping.forget(user, addresses=addresses, now=now)
    _strip(user, keeps_name=keeps_name, now=now)
    audit.clean_of(user, addresses)
    audit.record_of_person("members.account_deleted", by=user)
    bump_public_version()
    for institution in houses:
        announce(user=user, institution=institution)


def _lock_institutions(user: User) -> list[Institution]:
    """Those of open memberships, one after the other; none of them loses its last steward."""
    memberships = Membership.objects.open().filter(user=user).select_related("institution")
    houses = [lock(membership.institution) for membership in memberships.order_by("institution_id")]
    for institution in queries.institutions_that_need(user):
        raise LastSteward(institution)
    return houses


def _end_memberships(user: User, addresses: list[str], *, now: dt.datetime) -> None:
    for membership in queries.memberships_of(user):
        if _was_turned_away(membership):
            turned_away.remember(membership.institution_id, addresses, now=now)
    own = Membership.objects.filter(user=user)
    for membership in own.open().select_related("institution").order_by("institution_id"):
        action = "members.left" if membership.is_active else "members.withdrawn"
        audit.record(membership.institution, action, by=user, membership=membership.pk)
    SignOn.objects.filter(break_glass=user).update(break_glass=None)
    own.active().update(state=MembershipState.ENDED, ended_at=now, decided_by=user)
    own.exclude(state=MembershipState.ENDED).delete()
    own.update(note="", reason="")


def _was_turned_away(membership: Membership) -> bool:
    """The institution's last word was no."""
    if membership.is_declined:
        return True
    return (
        membership.state == MembershipState.ENDED and membership.decided_by_id != membership.user_id
    )


def _strip(user: User, *, keeps_name: bool, now: dt.datetime) -> None:
    EmailAddress.objects.filter(user=user).delete()
    user.groups.clear()
    user.user_permissions.clear()
    user.email = f"deleted-{uuid.uuid4().hex}@{DELETED_DOMAIN}"
    user.set_unusable_password()
    user.about, user.interests = "", []
    user.is_active = user.is_shown = False
    user.is_superuser = user.is_coordinator = user.is_editor = False
    user.last_login = None
    user.deleted_at = now
    if not keeps_name or not user.name:
        user.name, user.dlp_year = "", None
    user.save()
