"""Proving again that it is oneself, where allauth's own pages leave something open."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.account.views import BaseReauthenticateView, PasswordSetView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from members import fresh_proof
from members.adapters import AccountAdapter
from members.fresh_proof import ProofByMail

SEND = "send"


@method_decorator([login_required, never_cache], name="dispatch")
class ProveByMail(BaseReauthenticateView):
    """[AC4] A code by mail, for who has neither a password nor a factor. Looking sends nothing."""

    template_name = "account/reauthenticate_by_code.html"
    process: ProofByMail | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        was_sent = fresh_proof.STATE in request.session
        self.process = ProofByMail.resume(request, request.user)  # type: ignore[arg-type]
        if was_sent and self.process is None:
            messages.error(request, "That code is too old. Ask for a new one.")
        return super().dispatch(request, *args, **kwargs)

    @property
    def asks_to_send(self) -> bool:
        return self.request.POST.get("action") == SEND

    def get_form_class(self) -> type[Form]:
        return Form if self.asks_to_send or self.process is None else ConfirmLoginCodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.get_form_class() is ConfirmLoginCodeForm and self.process is not None:
            kwargs["code"] = self.process.code
        return kwargs

    def form_valid(self, form: Form) -> HttpResponse:
        if self.asks_to_send:
            return self._send()
        if self.process is None:
            return self._again()
        self.process.finish()
        return super().form_valid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        if self.process is not None and self.process.record_invalid_attempt():
            return super().form_invalid(form)
        messages.error(self.request, "That was not right three times. Ask for a new code.")
        return self._again()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "is_sent": self.process is not None,
            "email": self.process.email if self.process else fresh_proof.address_of(user),
        }

    def _send(self) -> HttpResponse:
        try:
            ProofByMail.begin(self.request, self.request.user)
        except fresh_proof.TooManyCodes:
            messages.error(self.request, AccountAdapter.error_messages["rate_limited"])
        return self._again()

    def _again(self) -> HttpResponse:
        return redirect(self.passthrough_next_url(self.request.path))


class SetPassword(PasswordSetView):
    """[AC4] A first password lets its owner in for good, so it needs a fresh proof like a change.

    The proof comes before the form: no password lies in the session while somebody proves it.
    """

    @method_decorator(login_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.has_usable_password() and fresh_proof.is_needed(request):
            here = urlencode({"next": reverse("account_set_password")})
            return redirect(f"{fresh_proof.way_to_prove(user)}?{here}")
        return super().dispatch(request, *args, **kwargs)
