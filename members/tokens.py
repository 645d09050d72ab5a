"""Secrets that travel in a link: 256 random bits, kept only as a SHA-256 digest.

A plain digest is enough because nobody can guess 256 bits; a slow hash would only cost time.
"""

from __future__ import annotations

import hashlib
import secrets


def make_token() -> str:
    """43 characters that fit into an address as they are."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
