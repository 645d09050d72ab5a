"""The word in a mail's unsubscribe link: one reader, one list, one power, no end.

It has no end because a mail is found again after years, and whoever holds it can only do what its
reader asked for. It says nothing, opens nothing and signs nobody in.
"""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

LIST = "digest"
MOST_DIGITS = 18  # as many as a bigint is sure to hold


def _signer() -> Signer:
    return Signer(salt="digests.unsubscribe", sep=".")


def make_token(user_id: int) -> str:
    return _signer().sign(f"{LIST}.{user_id}")


def read_token(token: str) -> int | None:
    """The reader's id; nothing for a token that is not ours, of another list or another power."""
    try:
        value = _signer().unsign(token)
    except BadSignature:
        return None
    name, _, digits = value.partition(".")
    right = name == LIST and digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if right else None


def unsubscribe_url(user_id: int) -> str:
    return settings.BASE_URL + reverse("digests:unsubscribe", args=[make_token(user_id)])
