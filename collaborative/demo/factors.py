"""Second factors of the demo's people, and the codes that they would read off their phones.

In a workshop the key follows from the address, so that a newcomer can sign in as a steward without
a phone. On a public server the same people get keys that nobody knows: there, no address of the
demo receives mail either, so nobody signs in as one of them.
"""

from __future__ import annotations

import base64
import hashlib
import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.conf import settings

from members import factors
from members.models import User
from members.permissions import needs_second_factor

BYTES = 20  # as RFC 4226 recommends


def give_factor(user: User) -> None:
    """An authenticator app for who needs a second factor and has none."""
    if needs_second_factor(user) and not factors.has_factor(user):
        secret = secret_of(user.email) if settings.WORKSHOP else generate_totp_secret()
        TOTP.activate(user, secret)


def secret_of(address: str) -> str:
    """The key of a demo person's app, base32; known to everybody who reads this."""
    digest = hashlib.sha256(f"the demo consortium: {address}".encode()).digest()
    return base64.b32encode(digest[:BYTES]).decode()


def code_of(address: str, *, at: float, later: int = 0) -> str:
    """The six digits that the app shows at a moment, or so many periods later."""
    counter = int(at) // app_settings.TOTP_PERIOD + later
    return format_hotp_value(hotp_value(secret_of(address), counter))


def codes_now() -> list[tuple[User, str]]:
    """(person, code) of the demo's people who have an app, by name."""
    people = User.objects.filter(
        email__endswith=".example.org",
        authenticator__type=Authenticator.Type.TOTP,
        is_active=True,
    ).order_by("name", "pk")
    now = time.time()
    return [(person, code_of(person.email, at=now)) for person in people]
