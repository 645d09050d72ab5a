"""How the portal speaks OpenID Connect. Allauth carries the conversation; what it leaves open is
closed here (docs/adr/0012-sign-on.md).

Allauth finds `provider_classes` by the name of this module.
"""

from __future__ import annotations

import secrets
import time
from typing import Any, TypeGuard

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from members import discovery, outside

LEEWAY = 60  # seconds between two clocks
LONGEST_SUBJECT = 191  # allauth's column; the standard's own limit is 255 signs


class Conversation(OpenIDConnectOAuth2Adapter):
    """One sign-on: asks only the configured issuer, believes only a signed ID token of ours.

    OpenID Connect Core 1.0, section 3.1.3.7. `nonce` is what this browser's request carried.
    """

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's document as it is now; refused when it calls itself anything else."""
        if not hasattr(self, "_openid_config"):
            try:
                self._openid_config = discovery.look_up(
                    self.get_provider().app.settings["server_url"]
                )
            except discovery.CannotUse as error:
                raise OAuth2Error(error.sentence) from error
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:  # noqa: ARG002
        """The address that the provider knows, whatever host this request named."""
        return f"{settings.BASE_URL}{reverse('openid_connect_callback', args=[self.provider_id])}"

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        """A refusal in our words: the provider's may repeat the secret that we sent it."""
        try:
            return super().get_access_token_data(*args, **kwargs)
        except OAuth2Error:
            raise OAuth2Error(
                "The provider gave no token for the code. Are the client ID and the secret right?"
            ) from None

    def parse_token(self, data: Any) -> SocialToken:
        """For userinfo a moment later; nobody asks how long it would live."""
        return SocialToken(token=data["access_token"])

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **known: Any) -> Any:
        """The ID token decides who it is; userinfo may add an address if it is of the same."""
        id_token = known["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("The provider sent no ID token.")
        claims = self._decode_id_token(app, id_token)
        if "email" not in claims and self.openid_config.get("userinfo_endpoint"):
            more = self._fetch_user_info(token.token)
            if not isinstance(more, dict) or more.get("sub") != claims["sub"]:
                raise OAuth2Error("Userinfo speaks of somebody else than the ID token.")
            claims = {**more, "sub": claims["sub"]}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Signature, issuer, audience, time and nonce: all of them, on whatever line it came."""
        try:
            claims = jwt.decode(
                id_token,
                key=self._key_of(id_token),
                algorithms=list(discovery.ALGORITHMS),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise OAuth2Error("The ID token is not valid.") from error
        if not self.nonce or claims.get("nonce") != self.nonce:
            raise OAuth2Error("The ID token answers another request.")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The ID token was made for another client.")
        if not _is_plain(claims["sub"]) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
            raise OAuth2Error("The provider names the person in a way that we cannot keep.")
        return claims

    def _key_of(self, id_token: str) -> Any:
        """The provider's key that signed, by its id; without an id there must be just one."""
        kid = jwt.get_unverified_header(id_token).get("kid")
        found = outside.fetch_json(self.openid_config["jwks_uri"])
        keys = jwt.PyJWKSet.from_dict(found).keys if isinstance(found, dict) else []
        matching = [
            key
            for key in keys
            if key.public_key_use in {None, "sig"} and (kid is None or key.key_id == kid)
        ]
        if len(matching) != 1:
            raise OAuth2Error("The ID token is signed with a key that the provider does not show.")
        return matching[0]

    def _fetch_user_info(self, access_token: str) -> Any:
        return outside.fetch_json(self.profile_url, Authorization=f"Bearer {access_token}")


class InstitutionProvider(OpenIDConnectProvider):
    """The provider of one institution, known by its own id and never by a client id."""

    oauth2_adapter_class = Conversation
    pkce_enabled_default = True
    supports_token_authentication = False

    def serialize(self) -> dict[str, Any]:
        """By our own id: two institutions may have the same client id at their providers."""
        return {"id": self.app.provider_id}

    def get_pkce_params(self) -> dict[str, Any]:
        params = super().get_pkce_params()
        if params.get("code_challenge_method") != "S256":
            raise OAuth2Error("PKCE is off.")
        return params

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, Any]:  # noqa: ARG002
        """Nothing from the address: it could name another way back or drop a safeguard."""
        return self.get_auth_params()

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002
        return self.get_scope()

    def redirect(
        self,
        request: HttpRequest,
        process: Any,
        next_url: Any = None,
        data: Any = None,
        **more: Any,
    ) -> HttpResponse:
        """With a nonce that only this browser's session knows and the ID token must repeat.

        The session keeps as well who was asked, and when: what an earlier provider said of
        somebody does not count for the next one, nor for ever.
        """
        nonce = secrets.token_urlsafe(24)
        more["auth_params"] = {**(more.get("auth_params") or {}), "nonce": nonce}
        more |= {"nonce": nonce, "issuer": self.app.settings["server_url"], "at": time.time()}
        return super().redirect(request, process, next_url=next_url, data=data, **more)

    def extract_uid(self, data: dict[str, Any]) -> str:
        return data["sub"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """No more than we use: the rest of what an employer knows is not ours to keep."""
        email = data.get("email")
        return {"email": email.lower()[:254] if _is_plain(email) else ""}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """A name to begin with; one that cannot be typed is left out."""
        name = data.get("name")
        return {"name": name[:120]} if isinstance(name, str) and name.isprintable() else {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified is an address only by the JSON value true: "true", 1 and nothing are not."""
        email = data.get("email")
        if not _is_plain(email):
            return []
        verified = data.get("email_verified") is True
        return [EmailAddress(email=email.lower(), verified=verified, primary=True)]


def _is_plain(said: Any) -> TypeGuard[str]:
    """Text in ASCII without control signs, which a database could not keep."""
    return isinstance(said, str) and said.isascii() and said.isprintable()


provider_classes = [InstitutionProvider]
