"""Questions about people and institutions that need more than one step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Lower
from wagtail.models import ModelLogEntry

from members import permissions
from members.domains import domain_of
from members.enums import InstitutionState, ProposalState
from members.factors import REAL_FACTORS
from members.models import (
    EmailDomain,
    Institution,
    InstitutionProposal,
    Invitation,
    Membership,
    SignOn,
    User,
)
from members.permissions import serves_consortium
from members.tokens import hash_token

MOST_WORDS = 8  # more of them only make the question slow


@dataclass(frozen=True)
class Voices:
    """For whom a person may speak now: institutions by name, and the collaborative as a whole."""

    institutions: list[Institution]
    for_all: bool
    last: Institution | None  # for whom the person spoke last, as far as that is still possible


def voices_of(user: User) -> Voices:
    """What a form proposes to who could speak for several."""
    memberships = list(memberships_that_speak(user))
    spoke = [(one.last_spoke_at, one.pk, one) for one in memberships if one.last_spoke_at]
    last = max(spoke)[-1] if spoke else None
    return Voices(
        institutions=[one.institution for one in memberships],
        for_all=serves_consortium(user),
        last=last.institution if last else None,
    )


def memberships_that_speak(user: User) -> QuerySet[Membership]:
    """Active ones at active institutions, by the institution's name; read now, not remembered."""
    return (
        Membership.objects.active()
        .filter(user=user, institution__state=InstitutionState.ACTIVE)
        .select_related("institution")
        .order_by("institution__name", "pk")
    )


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


def is_address_of_another(email: str, user: User | None) -> bool:
    """Whether somebody else has proved this address."""
    others = EmailAddress.objects.filter(email=email.lower(), verified=True)
    return others.exclude(user_id=user.pk if user else None).exists()


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


def domains_counting_for(institution: Institution) -> set[str]:
    """The proved mail domains of an institution."""
    return set(
        EmailDomain.objects.proved()
        .filter(institution=institution)
        .values_list("domain", flat=True)
    )


def sign_on_for(address: str) -> SignOn | None:
    """The working sign-on of the institution whose proved domain an address has."""
    domain = domain_of(address.strip())
    if not domain:
        return None
    owners = EmailDomain.objects.proved().filter(domain=domain).values("institution_id")
    return (
        SignOn.objects.working()
        .filter(institution__in=owners)
        .select_related("institution", "app")
        .first()
    )


def sign_on_called(provider_id: str) -> SignOn | None:
    return (
        SignOn.objects.working()
        .filter(provider_id=provider_id)
        .select_related("institution", "app")
        .first()
    )


def sign_on_instead(user: User, *, came_through: str) -> SignOn | None:
    """The sign-on through which this person should have come, being linked to all required ones.

    Whoever lacks the link to one of several comes in by another way to make it.
    """
    required = user.sign_ons_required()
    if not required or came_through in required:
        return None
    linked = SocialAccount.objects.filter(user=user, provider__in=required)
    if set(linked.values_list("provider", flat=True)) != set(required):
        return None
    return (
        SignOn.objects.working()
        .filter(provider_id__in=required)
        .select_related("institution")
        .order_by("pk")
        .first()
    )


def account_with(address: str) -> User | None:
    """Whose address it is: in use, proved, or only typed by somebody who may still prove it."""
    return User.objects.filter(
        Q(email=address.lower()) | Q(emailaddress__email__iexact=address)
    ).first()


def break_glass_candidates(institution: Institution) -> QuerySet[User]:
    """Stewards with a second factor of their own, who can come in without any provider."""
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=REAL_FACTORS)
    return User.objects.filter(
        Exists(own),
        is_active=True,
        pk__in=Membership.objects.of(institution).stewards().values("user_id"),
    ).order_by("name", "email", "pk")


def links_of(user: User) -> list[tuple[SocialAccount, SignOn]]:
    """Through which institutions a person may sign on: each link with its sign-on."""
    links = {account.provider: account for account in SocialAccount.objects.filter(user=user)}
    found = SignOn.objects.filter(provider_id__in=links).select_related("institution", "app")
    return [(links[one.provider_id], one) for one in found.order_by("institution__name", "pk")]


def sign_on_linked_by(account: SocialAccount) -> SignOn | None:
    return SignOn.objects.filter(provider_id=account.provider).select_related("institution").first()


def sign_ons_to_link(user: User) -> QuerySet[SignOn]:
    """Working sign-ons of where a person belongs, or of whose domains there is an address."""
    names = {domain_of(address) for address in verified_addresses(user)} - {""}
    linked = SocialAccount.objects.filter(user=user).values("provider")
    return (
        SignOn.objects.working()
        .filter(
            Q(institution__in=user.roles())
            | Q(
                institution__in=EmailDomain.objects.proved()
                .filter(domain__in=names)
                .values("institution_id")
            )
        )
        .exclude(provider_id__in=linked)
        .select_related("institution")
        .order_by("institution__name", "pk")
    )


def other_stewards(membership: Membership) -> QuerySet[Membership]:
    """Active stewards of the same institution whose account is open, without this one."""
    return (
        Membership.objects.of(membership.institution_id)
        .stewards()
        .filter(user__is_active=True)
        .exclude(pk=membership.pk)
    )


def institutions_that_need(user: User) -> list[Institution]:
    """Active ones that would be left without a steward. A closed one needs none, and nobody could
    make another steward there.
    """
    others = Membership.objects.stewards().filter(
        institution=OuterRef("institution"), user__is_active=True
    )
    own = (
        Membership.objects.stewards()
        .filter(user=user, institution__state=InstitutionState.ACTIVE)
        .exclude(Exists(others.exclude(user=user)))
        .select_related("institution")
        .order_by("institution__name")
    )
    return [membership.institution for membership in own]


def answerers_of(institution: Institution) -> list[User]:
    """Who hears of a request: the stewards, or the coordinators where there is none."""
    stewards = User.objects.filter(
        is_active=True,
        pk__in=Membership.objects.of(institution).stewards().values("user_id"),
    ).order_by("pk")
    return list(stewards) or coordinators()


def shown_people(institution: Institution) -> QuerySet[Membership]:
    """Members who agreed to be shown to the public: name, role and DLP year.

    Who has no name would stand there by the first half of the address.
    """
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


def sessions_of(user: User, *, now: dt.datetime) -> QuerySet[UserSession]:
    """Where a person is signed in now, newest first: sessions that Django still holds."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.filter(user=user, session_key__in=alive).order_by(
        "-created_at", "-pk"
    )


def end_sessions(user: User) -> None:
    """Wherever a person is signed in, that is over at the next request."""
    own = UserSession.objects.filter(user=user)
    Session.objects.filter(session_key__in=own.values("session_key")).delete()
    own.delete()


def accounts_found(user: Any, words: str) -> QuerySet[User]:
    """[AC5] By part of an address, or by all words in the name; without words, nobody."""
    words = words.strip()
    if not words or not permissions.user_can_administer_accounts(user):
        return User.objects.none()
    named = Q()
    for word in words.split()[:MOST_WORDS]:
        named &= Q(name__icontains=word)
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"), email__icontains=words)
    return (
        User.objects.filter(deleted_at=None)
        .filter(named | Q(email__icontains=words) | Exists(addresses))
        .order_by(Lower("name"), "email", "pk")
    )


def addresses_of(user: User) -> QuerySet[EmailAddress]:
    """Proved or not, the one for mail first."""
    return EmailAddress.objects.filter(user=user).order_by("-primary", "email")


def kinds_of_factors(user: User) -> list[str]:
    """What somebody has set up, each kind once; never more about it."""
    own = Authenticator.objects.filter(user=user)
    return list(own.order_by("type").values_list("type", flat=True).distinct())


def lines_about(user: User) -> QuerySet[ModelLogEntry]:
    """[AC5] What changed at one account, newest first."""
    return (
        ModelLogEntry.objects.for_instance(user)
        .filter(action__startswith="members.")
        .select_related("content_type")
        .order_by("-timestamp", "-pk")
    )


def coordinators() -> list[User]:
    return list(User.objects.filter(is_active=True, is_coordinator=True).order_by("pk"))


def institution_called(name: str) -> bool:
    """Whether any institution, closed ones too, has this name in capital or small letters."""
    return Institution.objects.filter(name__iexact=name).exists()


def usable_proposal(token: str, *, now: dt.datetime) -> InstitutionProposal | None:
    return InstitutionProposal.objects.usable(now).filter(token_hash=hash_token(token)).first()


def proposals_for(user: User) -> QuerySet[InstitutionProposal]:
    """[PR5] What waits longest first; then the newest answers."""
    waiting = Case(When(state=ProposalState.WAITING, then=Value(0)), default=Value(1))
    return (
        InstitutionProposal.objects.visible_to(user)
        .select_related("decided_by", "institution")
        .order_by(waiting, "-decided_at", "confirmed_at", "pk")
    )


def institutions_like(proposal: InstitutionProposal) -> list[Institution]:
    """Those that a proposal may mean: of the same name, or with the proposer's mail domain."""
    domain = domain_of(proposal.email)
    return list(
        Institution.objects.filter(
            Q(name__iexact=proposal.name)
            | Q(pk__in=EmailDomain.objects.filter(domain=domain).values("institution_id"))
        ).by_name()
    )


def institutions_overseen(show: str) -> QuerySet[Institution]:
    """[CO1] With `steward_count` and their domains: all, "without-steward" or "closed"."""
    found = Institution.objects.with_stewards_counted()
    if show == "without-steward":
        found = found.active().filter(steward_count=0)
    elif show == "closed":
        found = found.filter(state=InstitutionState.CLOSED)
    return found.prefetch_related(
        Prefetch("email_domains", queryset=EmailDomain.objects.by_name())
    ).by_name()
