"""What a person says about themself."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Exists, OuterRef

from collaborative.core.models import bump_public_version
from members import audit, mails
from members.domains import domain_of
from members.models import EmailDomain, Membership, User
from members.permissions import institutions_of


@transaction.atomic
def save_profile(
    *,
    by: User,
    name: str,
    about: str,
    dlp_year: int | None,
    interests: list[str],
    is_shown: bool,
    now: dt.datetime,
) -> User:
    """Writes these five columns and no other; public pages that show the person are made anew."""
    user = User.objects.select_for_update().get(pk=by.pk)
    user.name = name
    user.about = about
    user.dlp_year = dlp_year
    user.interests = interests
    user.is_shown = is_shown
    user.save(update_fields=["name", "about", "dlp_year", "interests", "is_shown"])
    bump_public_version()
    return user


@transaction.atomic
def record_factor(*, user: User, kind: str, change: str, now: dt.datetime) -> None:
    """A log entry that a second factor was added, removed or reset; never what it is."""
    audit.record_of_person(f"members.factor_{change}", by=user, kind=kind)


@transaction.atomic
def record_address(*, user: User, change: str, email: str, now: dt.datetime) -> None:
    """A log entry that an address was added, removed or got the mails; never which one.

    A removal ends no membership. Where its domain is an institution's to which the person belongs,
    that institution's record says so, because its stewards decide what follows.
    """
    audit.record_of_person(f"members.address_{change}", by=user)
    if change != "removed":
        return
    domain = EmailDomain.objects.proved().filter(
        domain=domain_of(email), institution__in=institutions_of(user)
    )
    for gone in domain.select_related("institution"):
        audit.record(
            gone.institution, "members.proving_address_removed", by=user, domain=gone.domain
        )


@transaction.atomic
def note_own_data(*, by: User, now: dt.datetime) -> None:
    """A log entry that only its owner and administrators read, and a mail: the data went out."""
    audit.record_of_person("own_data.downloaded", by=by)
    mails.tell_data_downloaded(by, now)


@transaction.atomic
def forget_unconfirmed(*, email: str, now: dt.datetime) -> bool:
    """Deletes the account of a sign-up that nobody finished, so that it can begin anew.

    Only one whose address was never proved, that nobody ever signed in to and that is bound to
    nothing: all it holds is what a stranger typed. Says whether there was one.
    """
    found = User.objects.select_for_update(of=("self",)).filter(
        email=email.strip().lower(),
        last_login__isnull=True,
        is_superuser=False,
        is_coordinator=False,
        is_editor=False,
    )
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    memberships = Membership.objects.filter(user=OuterRef("pk"))
    user = found.filter(~Exists(proved), ~Exists(memberships)).first()
    if user is None or user.has_usable_password():
        return False
    user.delete()
    return True
