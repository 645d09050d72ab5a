"""Institutions, people and what binds them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from members.enums import Joining, MembershipState, Proof, Role
from members.models import EmailDomain, Institution, Membership, User

from . import content
from .factors import give_factor


def load_institutions() -> dict[str, Institution]:
    """Slug -> institution; adds what is missing and leaves what people changed."""
    loaded = {}
    for words in content.read("institutions")["institution"]:
        institution, _ = Institution.objects.get_or_create(
            slug=words["slug"],
            defaults={
                "name": words["name"],
                "kind": words["kind"],
                "city": words["city"],
                "counties": words["counties"],
                "tagline": words["tagline"],
                "employees": words["employees_band"],
                "joined_on": words["joined_on"],
            },
        )
        EmailDomain.objects.get_or_create(
            domain=words["domain"],
            defaults={
                "institution": institution,
                "joining": Joining(words["joins"]),
                "proved_at": _at(words["joined_on"]),
                "word": "Known since the institution joined; written on their letters.",
            },
        )
        if to_prove := words.get("domain_to_prove"):
            EmailDomain.objects.get_or_create(
                domain=to_prove,
                defaults={
                    "institution": institution,
                    "joining": Joining.APPROVAL,
                    "proof": Proof.DNS,
                },
            )
        loaded[institution.slug] = institution
    return loaded


def load_people(institutions: dict[str, Institution]) -> dict[str, User]:
    """Address -> person, each with a verified address; all sign in by a code from the mail.

    One person has another address as well, at a second institution. Who needs a second factor
    has an authenticator app; /dev/codes/ shows what it says.
    """
    loaded = {}
    for number, words in enumerate(content.read("people")["person"]):
        user, created = User.objects.get_or_create(
            email=words["email"],
            defaults={
                "name": words["name"],
                "about": words.get("about", ""),
                "dlp_year": words.get("dlp_year"),
                "interests": words.get("interests", []),
                "is_shown": words.get("shown", False),
                "is_coordinator": words.get("coordinator", False),
                "is_editor": words.get("editor", False),
                "is_superuser": words.get("site_admin", False),
                "password": make_password(None),
                "last_login": _signed_in(number),
            },
        )
        if created:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            for membership in words.get("memberships", []):
                _bind(user, institutions[membership["institution"]], membership)
            give_factor(user)
        for address in words.get("other_addresses", []):
            EmailAddress.objects.get_or_create(
                user=user, email=address, defaults={"verified": True}
            )
        loaded[user.email] = user
    return loaded


def _bind(user: User, institution: Institution, words: dict[str, Any]) -> None:
    ended = words.get("ended", False)
    joined_at = _at(institution.joined_on) + dt.timedelta(days=30)
    Membership.objects.create(
        user=user,
        institution=institution,
        role=Role(words.get("role", Role.CONTRIBUTOR)),
        state=MembershipState.ENDED if ended else MembershipState.ACTIVE,
        requested_at=joined_at,
        joined_at=joined_at,
        ended_at=timezone.now() if ended else None,
    )


def _signed_in(number: int) -> dt.datetime | None:
    """Some came back today, some weeks ago, and every eleventh never did."""
    if number % 11 == 10:  # noqa: PLR2004  see above
        return None
    return timezone.now() - dt.timedelta(days=number * 7 % 40, hours=number % 9)


def _at(day: dt.date) -> dt.datetime:
    """Nine in the morning of a day, by the consortium's clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def sign_in_table() -> list[tuple[str, str, str]]:
    """(who, address, what they may) for one person of each kind; for `make run`."""
    kinds = [
        ("Site administrator", User.objects.filter(is_superuser=True), "keeps the site, /cms/"),
        ("Coordinator", User.objects.filter(is_coordinator=True), "meetings, digests, domains"),
        ("Editor", User.objects.filter(is_editor=True), "charter, articles in /cms/"),
        (
            "Steward",
            User.objects.filter(memberships__role=Role.STEWARD, memberships__state="active"),
            "reviews and publishes",
        ),
        (
            "Contributor",
            User.objects.filter(
                memberships__role=Role.CONTRIBUTOR, memberships__state="active", is_editor=False
            ),
            "shares practices",
        ),
    ]
    table = []
    for kind, people, may in kinds:
        person = people.order_by("pk").first()
        if person is not None:
            membership = person.memberships.active().select_related("institution").first()
            place = f" at {membership.institution}" if membership else ""
            table.append((f"{kind}{place}", person.email, may))
    return table
