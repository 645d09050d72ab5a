"""What members keep of a person: the account, where they belong, how they sign in, the log."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import Q
from wagtail.models import ModelLogEntry

from members import audit, interests, queries, record
from members.enums import ProposalState
from members.keeping import Part, Row
from members.models import (
    DELETED_DOMAIN,
    NOBODY_ANY_MORE,
    InstitutionProposal,
    Invitation,
    Membership,
    User,
)


def account(user: User) -> list[Row]:
    names = {interest.slug: interest.name for interest in interests.offered()}
    return [
        {
            "name": user.name,
            "e_mail_address": user.email,
            "about_you": user.about,
            "dlp_year": user.dlp_year,
            "what_you_care_about": [names.get(slug, slug) for slug in user.interests],
            "shown_to_others": user.is_shown,
            "office": "site administrator" if user.is_superuser else user.office,
            "has_a_password": user.has_usable_password(),
            "joined_the_portal": user.date_joined,
            "last_signed_in": user.last_login,
        }
    ]


def addresses(user: User) -> list[Row]:
    found = EmailAddress.objects.filter(user=user).order_by("-primary", "email")
    return [
        {"address": one.email, "proved": one.verified, "used_for_mail": one.primary}
        for one in found
    ]


def memberships(user: User) -> list[Row]:
    own = Membership.objects.filter(user=user).select_related("institution").newest_first()
    return [
        {
            "institution": one.institution.name,
            "state": one.get_state_display(),
            "role": one.get_role_display(),
            "asked_on": one.requested_at,
            "joined_on": one.joined_at,
            "ended_on": one.ended_at,
            "your_note": one.note,
            "reason_given_to_you": one.reason,
        }
        for one in own
    ]


def invitations(user: User) -> list[Row]:
    """Those one sent never name the other person's address."""
    own = Q(invited_by=user) | Q(accepted_by=user) | Q(email__in=queries.verified_addresses(user))
    return [
        {
            "institution": one.institution.name,
            "role": one.get_role_display(),
            "yours": "sent by you" if one.invited_by_id == user.pk else "sent to you",
            "sent_on": one.invited_at,
            "good_until": one.expires_at,
            "accepted_on": one.accepted_at,
            "revoked_on": one.revoked_at,
        }
        for one in Invitation.objects.filter(own).select_related("institution").newest_first()
    ]


def proposals(user: User) -> list[Row]:
    own = InstitutionProposal.objects.filter(email__in=queries.verified_addresses(user))
    return [
        {
            "name": one.name,
            "why": one.why,
            "your_name": one.proposer_name,
            "proposed_on": one.proposed_at,
            "state": one.get_state_display(),
            "reason_given_to_you": one.reason,
        }
        for one in own.order_by("-proposed_at", "-pk")
    ]


def factors(user: User) -> list[Row]:
    """What kind and since when; never what opens the door."""
    own = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return [
        {
            "kind": record.FACTORS.get(one.type, "a second factor"),
            "name": one.data.get("name", "") if one.type == "webauthn" else "",
            "set_up_on": one.created_at,
            "last_used_on": one.last_used_at,
        }
        for one in own
    ]


def sessions(user: User) -> list[Row]:
    own = UserSession.objects.filter(user=user).order_by("-created_at", "-pk")
    return [
        {
            "signed_in_on": one.created_at,
            "last_seen": one.last_seen_at,
            "network_address": one.ip,
            "browser": one.user_agent,
        }
        for one in own
    ]


def sign_ons(user: User) -> list[Row]:
    return [
        {
            "through": one.provider,
            "known_there_as": one.uid,
            "since": one.date_joined,
            "last_used_on": one.last_login,
        }
        for one in _sign_ons(user)
    ]


def _sign_ons(user: User) -> list[Any]:
    """Accounts at institutions by which the person signs in here, where that is installed."""
    known: Any = apps.all_models.get("socialaccount", {}).get("socialaccount")
    return list(known.objects.filter(user=user).order_by("pk")) if known else []


def log(user: User) -> list[Row]:
    """What the person did, and what was done to them. Words of others only where they got them."""
    about = Q(content_type__app_label="members", content_type__model="user", object_id=str(user.pk))
    entries = (
        ModelLogEntry.objects.filter(Q(user=user.pk) | about | Q(data__person=user.pk))
        .select_related("content_type")
        .order_by("-timestamp", "-pk")
    )
    among_people = [entry for entry in entries if entry.action in record.SENTENCES]
    told = dict(
        zip(
            (entry.pk for entry in among_people),
            record.read(among_people, shows_addresses=False),
            strict=True,
        )
    )
    rows = []
    for entry in entries:
        line = told.get(entry.pk)
        what = line.sentence if line else audit.label_of(entry.action)
        place = line.institution.name if line and line.institution else ""
        if not line and entry.content_type.model != "user":
            place = entry.label
        reason = line.reason if line else ""
        rows.append({"on": entry.timestamp, "what": what, "where": place, "reason": reason})
    return rows


PARTS = (
    Part(
        "account", "Your account",
        "What you wrote on your account page, and what you may do for the collaborative.", account,
    ),
    Part(
        "addresses", "Your addresses",
        "Where we send your codes and mail, and which mail domains let you in.", addresses,
        ("account.EmailAddress.user",),
    ),
    Part(
        "memberships", "Where you belong and belonged",
        "They decide what you may read and write. An ended one stays, so that the institution "
        "knows who wrote what it published.", memberships, ("members.Membership.user",),
    ),
    Part(
        "invitations", "Invitations",
        "An invitation lets one address in once. We keep who sent it, and whether it was used.",
        invitations, ("members.Invitation.invited_by", "members.Invitation.accepted_by"),
    ),
    Part(
        "proposals", "Institutions that you proposed",
        "So that a coordinator can answer you.", proposals,
    ),
    Part(
        "factors", "Second factors",
        "What you set up to sign in safely. The secrets themselves are not in here: they would "
        "let a reader of this file sign in as you.", factors, ("mfa.Authenticator.user",),
    ),
    Part(
        "sessions", "Where you are signed in",
        "So that you can see and end what you do not know.", sessions,
        ("usersessions.UserSession.user",),
    ),
    Part(
        "sign_ons", "Sign-on through an institution",
        "So that the sign-on of an institution leads to this account and no other.", sign_ons,
        ("socialaccount.SocialAccount.user",),
    ),
    Part(
        "log", "What you did, and what was done to your account",
        "The record by which stewards and coordinators see who changed what among people. Nobody "
        "changes or deletes its lines.", log, ("wagtailcore.ModelLogEntry.user",),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """Sessions, factors, sign-ons of institutions, and what waits for an address."""
    queries.end_sessions(user)
    Authenticator.objects.filter(user=user).delete()
    for one in _sign_ons(user):
        one.delete()
    Invitation.objects.filter(email__in=addresses).delete()
    own = InstitutionProposal.objects.filter(email__in=addresses)
    own.filter(state__in=(ProposalState.UNCONFIRMED, ProposalState.WAITING)).delete()
    own.update(email=f"somebody@{DELETED_DOMAIN}", proposer_name=NOBODY_ANY_MORE)
