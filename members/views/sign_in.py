"""Signing in, where allauth's own pages leave a person without a word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse


class SendsAgain:
    """A mail is sent again to whatever address, as it was the first time.

    allauth writes again only to an address that has an account, and the time which a mail takes
    would tell the asker so.
    """

    _process: Any = None

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        send = self._process.send
        self._process.send = lambda **_: send()
        return super()._resend_form_valid(form)  # type: ignore[misc]  # allauth's view has it


class ConfirmAddress(SendsAgain, ConfirmEmailVerificationCodeView):
    """Typing the code that proves an address, at sign-up or for another one."""


class ConfirmCode(SendsAgain, ConfirmLoginCodeView):
    """Typing the code from the mail. A code that is too old leads back to sign-in and says so."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if response.get("Location") != reverse("account_request_login_code"):
            return response
        if self._process is None:
            messages.error(request, "That code is too old. Type your address again for a new one.")
        back = request.GET.get("next") or request.POST.get("next")
        query = f"?{urlencode({'next': back})}" if back else ""
        return redirect(f"{reverse('account_login')}{query}")
