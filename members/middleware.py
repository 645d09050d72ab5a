"""The gates before everything: a required sign-on, and a second factor."""

# ruff: noqa: ARG002  Django says what a middleware is given

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from members import factors, sign_on
from members.models import User
from members.permissions import needs_second_factor

# Open before a factor is proved: proving it, signing out, and what asks for no session at all.
# `tests/members/test_second_factor.py` tries every other address of the portal.
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "healthz",
        "digests:unsubscribe",
        "events:feed",
        "search:atom",
        "search:sitemap",
    }
)
# Open while there is no factor at all. Later a new one would stand in for the one to be proved,
# and a password alone would open the way to it.
SETTING_UP = frozenset(
    {
        "account_reauthenticate",
        "account_reauthenticate_by_code",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    }
)
# Open before somebody has signed on where an institution requires it: the way there, a fresh proof
# for linking it, and what asks for no session at all.
OPEN_BEFORE_SIGN_ON = OPEN - {"mfa_index"} | {
    "account_reauthenticate",
    "account_reauthenticate_by_code",
}
OPEN_NAMESPACES = frozenset({"api", "core", "demo"})


class Gate:
    """Looks at every request of somebody who is signed in, and leads them where `way` says.

    `open_names` are the addresses that it leaves alone.
    """

    open_names: frozenset[str]

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _is_open(
            request, self.open_names
        ):
            return None
        if isinstance(request.user, AnonymousUser):
            return None
        way = self.way(request, request.user)
        return _led_to(request, way) if way else None

    def way(self, request: HttpRequest, user: User) -> str:
        """Where this person has to go first; nothing when they may pass."""
        raise NotImplementedError


class RequiredSignOn(Gate):
    """Leads people to the sign-on that their institution requires, before anything opens.

    Sessions may be older than the requirement or the membership, and somebody without a link comes
    in by another way to make it. So every request is looked at.
    """

    open_names = OPEN_BEFORE_SIGN_ON

    def way(self, request: HttpRequest, user: User) -> str:
        missing = sign_on.missing_in(request, user)
        return reverse("openid_connect_login", args=[missing]) if missing else ""


class SecondFactor(Gate):
    """Leads stewards, coordinators, editors and administrators to their second factor.

    Not only sign-in asks for it: a person may become a steward while signed in, and a session
    may be older than the factor. So every request is looked at, after the session's own proof.
    """

    open_names = OPEN

    def way(self, request: HttpRequest, user: User) -> str:
        if factors.is_proved_in(request, user) or not needs_second_factor(user):
            return ""
        if factors.has_factor(user):
            return reverse("mfa_reauthenticate")
        return "" if _name_of(request) in SETTING_UP else reverse("mfa_index")


def _led_to(request: HttpRequest, way: str) -> HttpResponse:
    """There first, and then back."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/desk/"
    address = f"{way}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _is_open(request: HttpRequest, names: frozenset[str]) -> bool:
    match = request.resolver_match
    return match is not None and (
        match.view_name in names or not OPEN_NAMESPACES.isdisjoint(match.namespaces)
    )


def _name_of(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
