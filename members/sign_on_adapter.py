"""How allauth meets institutions' providers: whom they are believed for, and to whom they lead."""

# ruff: noqa: ARG002  allauth says what an adapter is given

from __future__ import annotations

import logging
import time
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from collaborative.core import clock
from members import actions, outside, queries, sealing, sign_on
from members.models import SignOn, User

logger = logging.getLogger(__name__)


class NoSuchSignOn(SocialApp.DoesNotExist, ValueError):
    """Closed or removed. Allauth takes a ValueError for a sign-in that a session cannot go on with:
    somebody in the midst of one then begins anew.
    """


class SignOnAdapter(DefaultSocialAccountAdapter):
    """One provider an institution, believed for its proved domains and nothing else."""

    def get_app(self, request: HttpRequest, provider: str, client_id: Any = None) -> SocialApp:
        """By the provider's own id alone; none where the institution is closed."""
        found = queries.sign_on_called(provider)
        if found is None or found.app is None:
            raise NoSuchSignOn
        app = found.app
        try:
            app.secret = sealing.unseal(found.sealed_secret, purpose=sealing.SIGN_ON)
        except sealing.CannotUnseal as error:
            logger.warning("The %s is sealed under a SECRET_KEY that nobody knows.", found)
            raise NoSuchSignOn from error
        app.sign_on_asked = found
        return app

    def get_requests_session(self) -> requests.Session:
        return outside.session()

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Never, not even at a proved domain: who comes first proves the account in another way.

        Otherwise whoever keeps the institution's directory could walk into any account with an
        address there, with all that its owner may do elsewhere. See `sign_on.check_link`.
        """
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Before anybody is signed in, made or linked: is the provider believed, and for whom?"""
        asked = asked_of(sociallogin)
        sociallogin.token = None  # it has done its work, and no session keeps it
        try:
            address = sign_on.believed_address(asked, sociallogin)
            self._lead(request, sociallogin, asked, address)
        except sign_on.NotBelieved as refusal:
            actions.note_failed_sign_on(sign_on=asked, sentence=refusal.sentence, now=clock.now())
            page = {"institution": asked.institution, "sentence": refusal.sentence}
            raise ImmediateHttpResponse(
                render(request, "socialaccount/refused.html", page, status=403)
            ) from refusal
        actions.note_sign_on(sign_on=asked, now=clock.now())

    def _lead(self, request: HttpRequest, login: SocialLogin, asked: SignOn, address: str) -> None:
        if login.state.get("process") == AuthProcess.CONNECT:
            user = request.user
            if not isinstance(user, User):
                raise sign_on.NotBelieved("You have been signed out meanwhile. Begin again.")
            self._lead_who_is_in(request, user, login, asked, address)
        elif not login.is_existing:
            self._welcome_new(request, login, asked, address)

    def _lead_who_is_in(
        self, request: HttpRequest, user: User, login: SocialLogin, asked: SignOn, address: str
    ) -> None:
        if not login.is_existing:
            self._check_link(request, user, login, asked, address)
        elif login.user != user:
            raise sign_on.NotBelieved(
                f"You signed on as {address}, which is linked to another account here. Sign "
                "out, and sign in to that one instead."
            )
        else:
            sign_on.remember(request, user, login)

    def _check_link(
        self, request: HttpRequest, user: User, login: SocialLogin, asked: SignOn, address: str
    ) -> None:
        if not sign_on.came_otherwise_just_now(request):
            raise sign_on.NotBelieved("That took too long. Go back to your account and try again.")
        actions.forget_unconfirmed(email=address, now=clock.now())
        if SocialAccount.objects.filter(user=user, provider=login.account.provider).exists():
            raise sign_on.NotBelieved(
                f"Your account is linked to another sign-on of {asked.institution} already. "
                "Remove that link first."
            )
        sign_on.check_link(asked, user=user, address=address)

    def _welcome_new(
        self, request: HttpRequest, login: SocialLogin, asked: SignOn, address: str
    ) -> None:
        """An address that is an account's already is shown how to join the two; others sign up."""
        actions.forget_unconfirmed(email=address, now=clock.now())
        if queries.account_with(address) is None:
            return
        actions.note_sign_on(sign_on=asked, now=clock.now())
        page = {"institution": asked.institution, "address": address, "sign_on": asked,
                "next": login.state.get("next", "")}  # fmt: skip
        raise ImmediateHttpResponse(render(request, "socialaccount/known.html", page))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Asked again when the form comes back: the domain may have been removed meanwhile."""
        try:
            sign_on.believed_address(asked_of(sociallogin), sociallogin)
        except sign_on.NotBelieved:
            return False
        if time.time() - sociallogin.state["at"] > sign_on.SIGN_UP_SECONDS:
            return False
        return super().is_open_for_signup(request, sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> User:
        user = super().populate_user(request, sociallogin, data)
        user.name = data.get("name", "")
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, Any]:
        user = sociallogin.user
        return {"email": user.email, "name": user.name}

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """What went wrong, for the administrator who looks for the mistake."""
        asked = getattr(provider.app, "sign_on_asked", None)
        if asked is not None and exception is not None:
            actions.note_failed_sign_on(sign_on=asked, sentence=str(exception), now=clock.now())

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("socialaccount_connections")


def asked_of(login: SocialLogin) -> SignOn:
    """The institution's sign-on from which somebody comes."""
    return login.provider.app.sign_on_asked
