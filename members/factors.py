"""Second factors: who needs one, who has one, and whether this session proved it.

A second factor is something a person has besides the mailbox or the password: an authenticator
app, a security key or passkey, or a recovery code written down when one of those was set up.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from members.models import User

# What opens the door again when a phone is lost, but is no factor of its own.
REAL_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=REAL_FACTORS).exists()


def is_last_factor(authenticator: Authenticator) -> bool:
    """Whether its owner would have none left without it."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=REAL_FACTORS)
    return authenticator.type in REAL_FACTORS and not others.exclude(pk=authenticator.pk).exists()


def is_proved_in(request: HttpRequest, user: Any) -> bool:
    """Whether a factor was used or set up in this session, by this person."""
    return any(
        record.get("method") == "mfa" for record in get_authentication_records(request, user)
    )


def remember_set_up(request: HttpRequest, authenticator: Authenticator) -> None:
    """Setting a factor up shows that one has it; nobody is asked for it again at once."""
    record_authentication(
        request,
        authenticator.user,
        method="mfa",
        id=authenticator.pk,
        type=authenticator.type,
        reauthenticated=True,
    )


def renew_session(request: HttpRequest) -> None:
    """The session goes on under another key: whoever knew the old one before the proof is out."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
