"""Fingerprints of addresses whose people an institution removed or declined.

Made with the portal's own key: without it nobody finds an address by trying all of them.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.crypto import salted_hmac

from members.models import Institution, TurnedAway

SALT = "members.turned_away"


def remember(institution_id: int, addresses: list[str], *, now: dt.datetime) -> None:
    for address in addresses:
        TurnedAway.objects.get_or_create(
            institution_id=institution_id,
            fingerprint=_fingerprint(address, settings.SECRET_KEY),
            defaults={"since": now},
        )


def was_turned_away(institution: Institution, addresses: list[str]) -> bool:
    return _found(institution, addresses).exists()


def forgive(institution: Institution, addresses: list[str]) -> None:
    """Somebody who may has let the person in again."""
    _found(institution, addresses).delete()


def _found(institution: Institution, addresses: list[str]):
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    known = [_fingerprint(address, key) for address in addresses for key in keys]
    return TurnedAway.objects.filter(institution=institution, fingerprint__in=known)


def _fingerprint(address: str, key: str) -> str:
    return salted_hmac(SALT, address.lower(), secret=key, algorithm="sha256").hexdigest()
