"""What an identity provider says of itself, and whether it will do.

OpenID Connect Discovery 1.0, sections 3 and 4: the document stands at
`<issuer>/.well-known/openid-configuration`, and the issuer in it is exactly the one that was asked.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from collaborative.core.words import shown
from members import outside
from members.domains import is_domain

PATH = "/.well-known/openid-configuration"
# Signed with a key that only the provider has. HS256 would be the secret we share with it.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ENDPOINTS = {
    "authorization_endpoint": "where people sign on",
    "token_endpoint": "where we exchange the code",
    "jwks_uri": "where its keys are",
}


class CannotUse(Exception):
    """The provider will not do; `sentence` says why, for an administrator."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def is_address(url: str) -> bool:
    """A plain web address: https (http in workshops alone), a host, no password, query or mark."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    here = settings.SIGN_ON_FROM_LOOPBACK
    return (
        parts.scheme in ({"https", "http"} if here else {"https"})
        and (is_domain(host) or (here and host in LOOPBACK))
        and port != 0
        and "@" not in parts.netloc
        and url.isascii()
        and url.isprintable()
        and " " not in url
    )


def look_up(issuer: str) -> dict[str, Any]:
    """The provider's document, asked for once. `CannotUse` says why, whenever it will not do."""
    if not is_address(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise CannotUse(
            "Write the issuer as its provider writes it, like https://login.heronlake.example.org. "
            "It begins with https:// and has no question mark."
        )
    document = _fetched(f"{issuer.rstrip('/')}{PATH}")
    check(document, issuer=issuer)
    return {name: said for name, said in document.items() if said is not None}


def check(document: Any, *, issuer: str) -> None:
    """Refuses a document that is another issuer's or lacks what we need."""
    if not isinstance(document, dict):
        raise CannotUse("There is an answer, but it is no OpenID configuration.")
    said = document.get("issuer")
    if said != issuer:
        raise CannotUse(
            f"The provider calls itself {shown(str(said or 'nothing'), most=200)}, not {issuer}. "
            "Write the issuer exactly so, if that is the right one."
        )
    for name, what in ENDPOINTS.items():
        if not is_address(str(document.get(name) or "")):
            raise CannotUse(f"The provider does not say {what} ({name}).")
    if urlsplit(document["authorization_endpoint"]).query:
        raise CannotUse(
            "The address where people sign on (authorization_endpoint) has a question mark of its "
            "own, which we cannot add to. Some providers have another issuer without one."
        )
    if document.get("userinfo_endpoint") and not is_address(str(document["userinfo_endpoint"])):
        raise CannotUse("The address at userinfo_endpoint is none that we may ask.")
    signs = _words(document, "id_token_signing_alg_values_supported") or ["RS256"]
    if not set(ALGORITHMS) & set(signs):
        raise CannotUse("The provider signs with none of the ways that we accept, such as RS256.")
    methods = _words(document, "code_challenge_methods_supported")
    if methods and "S256" not in methods:
        raise CannotUse("The provider does not know PKCE with S256, which we always use.")
    _words(document, "token_endpoint_auth_methods_supported")  # allauth reads it


def _words(document: dict[str, Any], name: str) -> list[str]:
    """What stands in a list of words; nothing where the document is silent."""
    said = document.get(name)
    if said is None:
        return []
    if not isinstance(said, list) or not all(isinstance(word, str) for word in said):
        raise CannotUse(f"What the provider says at {name} is no list of words.")
    return said


def _fetched(address: str) -> Any:
    try:
        with outside.session() as session:
            answer = session.get(address)
            if answer.is_redirect:
                raise CannotUse(
                    "The provider sends us on to another address. Write the issuer that stands "
                    "in its own configuration."
                )
            if not answer.ok:
                raise CannotUse(
                    f"The provider answered with an error ({answer.status_code}) at {address}."
                )
            return outside.read_json(answer)
    except outside.InvalidIPAddress as error:
        raise CannotUse(
            "This name leads into a private network. A provider must be reached from the internet."
        ) from error
    except outside.NotJson as error:
        raise CannotUse("There is an answer, but it is no OpenID configuration.") from error
    except requests.exceptions.SSLError as error:
        raise CannotUse("The certificate of the provider is not valid.") from error
    except requests.RequestException as error:
        raise CannotUse(
            f"No usable answer came from {address}. Check the address, or try again in some "
            "minutes."
        ) from error
