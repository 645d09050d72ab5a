"""Questions about people and institutions that need more than one step."""

from __future__ import annotations

import datetime as dt

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet

from members.domains import domain_of
from members.models import EmailDomain, Institution, Invitation, Membership, User
from members.tokens import hash_token


def verified_addresses(user: User) -> list[str]:
    """The addresses a person has proved, lower case.

    Only plain ASCII ones: lower case turns some other letters into ASCII (the Kelvin sign is k).
    """
    return [
        address.lower()
        for address in EmailAddress.objects.filter(user=user, verified=True)
        .order_by("email")
        .values_list("email", flat=True)
        if address.isascii()
    ]


def domains_proved_by(user: User) -> list[EmailDomain]:
    """Institutions' domains that are exactly the domain of a verified address."""
    names = {domain_of(address) for address in verified_addresses(user)} - {""}
    if not names:
        return []
    return list(
        EmailDomain.objects.proved()
        .filter(domain__in=names)
        .select_related("institution")
        .order_by("institution_id")  # one order of locks for everybody
    )


def other_stewards(membership: Membership) -> QuerySet[Membership]:
    """Active stewards of the same institution whose account is open, without this one."""
    return (
        Membership.objects.of(membership.institution_id)
        .stewards()
        .filter(user__is_active=True)
        .exclude(pk=membership.pk)
    )


def answerers_of(institution: Institution) -> list[User]:
    """Who hears of a request: the stewards, or the coordinators where there is none."""
    stewards = User.objects.filter(
        is_active=True,
        pk__in=Membership.objects.of(institution).stewards().values("user_id"),
    ).order_by("pk")
    return list(stewards) or list(
        User.objects.filter(is_active=True, is_coordinator=True).order_by("pk")
    )


def shown_people(institution: Institution) -> QuerySet[Membership]:
    """Members who agreed to be shown to the public: name, role and DLP year."""
    return (
        Membership.objects.of(institution)
        .active()
        .filter(user__is_shown=True, user__is_active=True)
        .exclude(user__name="")
        .select_related("user")
        .by_name()
    )


def people_of(institution: Institution, *, user: User) -> QuerySet[Membership]:
    """[IN3] Active members, stewards first, as far as this person may see them."""
    return (
        Membership.objects.visible_to(user)
        .of(institution)
        .active()
        .select_related("user")
        .order_by("-role", "user__name", "user__email", "pk")  # "steward" sorts after "contributor"
    )


def former_people_of(institution: Institution, *, user: User) -> QuerySet[Membership]:
    """[RC3] The last membership of each person who belonged and does not now, newest end first.

    Who asks to come back is still a former member; who was only declined never was one.
    """
    same = Membership.objects.of(institution).filter(user=OuterRef("user"))
    return (
        Membership.objects.visible_to(user)
        .of(institution)
        .former()
        .exclude(Exists(same.active()))
        .exclude(Exists(same.former().filter(pk__gt=OuterRef("pk"))))
        .select_related("user", "decided_by")
        .order_by("-ended_at", "-pk")
    )


def belongs_with_address(institution: Institution, email: str) -> bool:
    """Whether the person with this verified address is a member."""
    return (
        Membership.objects.of(institution)
        .active()
        .filter(user__emailaddress__email=email, user__emailaddress__verified=True)
        .exists()
    )


def usable_invitation(token: str, *, now: dt.datetime) -> Invitation | None:
    return (
        Invitation.objects.usable(now)
        .filter(token_hash=hash_token(token))
        .select_related("institution", "invited_by")
        .first()
    )


def invitations_for(user: User, *, now: dt.datetime) -> QuerySet[Invitation]:
    """Usable ones to addresses that this person has proved."""
    return (
        Invitation.objects.usable(now)
        .filter(email__in=verified_addresses(user))
        .select_related("institution")
        .newest_first()
    )


def memberships_of(user: User) -> list[Membership]:
    """A person's own ones, newest first; one an institution: what came later replaces it."""
    newest: dict[int, Membership] = {}
    for membership in (
        Membership.objects.filter(user=user).select_related("institution").newest_first()
    ):
        newest.setdefault(membership.institution_id, membership)
    return list(newest.values())


def institutions_to_ask(user: User) -> QuerySet[Institution]:
    """Active institutions to which a person neither belongs nor waits."""
    return (
        Institution.objects.active()
        .exclude(pk__in=Membership.objects.filter(user=user).open().values("institution_id"))
        .by_name()
    )
