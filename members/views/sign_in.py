"""Signing in, where allauth's own pages leave a person without a word."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, LoginView, SignupView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from members import queries

ANOTHER_WAY = "another_way"


class SignIn(LoginView):
    """Typing one's address. Where its institution has a sign-on, that is offered first.

    What is offered follows from the domain alone, so it tells nobody who has an account.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        typed = form.cleaned_data
        offer = None if typed.get("password") else _offer(self.request, typed["login"], "sign_in")
        return offer or super().form_valid(form)


class SignUp(SignupView):
    """The same for somebody new."""

    def form_valid(self, form: Any) -> HttpResponse:
        offer = _offer(self.request, form.cleaned_data["email"], "sign_up")
        return offer or super().form_valid(form)


def _offer(request: HttpRequest, address: str, way: str) -> HttpResponse | None:
    """The page that offers the sign-on of the address's institution, if there is one."""
    found = None if ANOTHER_WAY in request.POST else queries.sign_on_for(address)
    if found is None:
        return None
    context = {
        "sign_on": found,
        "address": address,
        "way": way,
        "typed": [
            (name, value)
            for name, value in request.POST.items()
            if name in {"login", "email", "name", "next"}
        ],
        "next": get_next_redirect_url(request) or "",
    }
    return render(request, "socialaccount/offer.html", context)


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
