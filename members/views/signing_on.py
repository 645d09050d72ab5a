"""Signing on through an institution: the way there, the way back, and one's links."""

from __future__ import annotations

import logging
from typing import Any

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaborative.core import clock
from members import actions, fresh_proof, limits, queries, sign_on
from members.access import SignedInRequest, signed_in
from members.models import SignOn, User
from members.provider import Conversation

logger = logging.getLogger(__name__)
# What a provider's answer can raise while allauth reads it; none of them is our mistake.
NONSENSE = (
    OAuth2Error, requests.RequestException, KeyError, TypeError, ValueError, RecursionError,
)  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Says where one is about to go; the button asks the provider and leads there.

    The answer to the button is a page, not a redirect: the policy of our pages lets forms end
    here only, and a provider may lead on to yet another host.
    """
    asked = _working(provider_id)
    if request.method != "POST":
        return render(request, "socialaccount/login.html", _about(request, asked))
    if not limits.allows(request, "sign_on"):
        return render(request, "429.html", status=429)
    links = isinstance(request.user, User)
    if links and not _may_link(request, provider_id):
        raise ReauthenticationRequired
    provider = _provider(request, provider_id)
    try:
        answer = provider.redirect(
            request,
            AuthProcess.CONNECT if links else AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
        )
    except NONSENSE as error:
        return _failed(request, provider, error)
    where = answer.get("Location")
    if where is None:  # allauth has rendered why not
        return answer
    return render(request, "socialaccount/going.html", {"where": where, "sign_on": asked})


@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends people back. Whatever it sends, the answer is a page."""
    _working(provider_id)
    conversation = Conversation(request, provider_id)
    try:
        return Callback.adapter_view(conversation)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None  # removed while the provider was asked
    except IntegrityError:
        error: Exception = OAuth2Error("The same sign-on was linked twice at the same moment.")
    except NONSENSE as nonsense:
        error = nonsense
    return _failed(request, _provider(request, provider_id), error)


class Callback(OAuth2CallbackView):
    """Allauth's way back, with what this browser's request carried at hand."""

    adapter: Conversation

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.nonce = state.get("nonce", "")
            said = request.GET.get("iss")  # RFC 9207: answers that say whose they are
            if said is not None and said != provider.app.settings["server_url"]:
                raise OAuth2Error("The answer is another provider's.")
        return state, response


@signed_in
@require_http_methods(["GET", "HEAD"])
def links(request: SignedInRequest) -> HttpResponse:
    """[AC4] The institutions through which one signs on."""
    required = request.user.sign_ons_required()
    context = {
        "links": [
            (account, one, account.provider in required)
            for account, one in queries.links_of(request.user)
        ],
        "to_link": queries.sign_ons_to_link(request.user),
    }
    return render(request, "members/sign_on_links.html", context)


@signed_in
@require_POST
def unlink(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC4] One's own; the other ways in stay."""
    account = get_object_or_404(SocialAccount, user=request.user, pk=pk)
    fresh_proof.require(request)
    one = queries.sign_on_linked_by(account)
    try:
        actions.unlink_sign_on(account=account, by=request.user, now=clock.now())
    except actions.Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        get_adapter().send_notification_mail(
            "socialaccount/email/account_disconnected", request.user, {"provider": one}
        )
        messages.success(request, "The link is removed. You sign in with a code from now on.")
    return redirect("socialaccount_connections")


def _working(provider_id: str) -> SignOn:
    asked = queries.sign_on_called(provider_id)
    if asked is None:
        raise Http404
    return asked


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        return get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def _may_link(request: HttpRequest, provider_id: str) -> bool:
    """A new link needs a fresh proof; one that is there is only used."""
    linked = SocialAccount.objects.filter(user=request.user, provider=provider_id).exists()
    return linked or sign_on.came_otherwise_just_now(request)


def _about(request: HttpRequest, asked: SignOn) -> dict[str, Any]:
    user = request.user
    return {
        "sign_on": asked,
        "next": get_next_redirect_url(request) or "",
        "is_needed": isinstance(user, User)
        and sign_on.missing_in(request, user) == asked.provider_id,
    }


def _failed(request: HttpRequest, provider: Any, error: Exception) -> HttpResponse:
    logger.warning("Sign-on through %s failed: %s", provider.app.name, error)
    return render_authentication_error(request, provider, exception=error)
