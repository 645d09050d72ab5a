"""One's own addresses: adding, proving, choosing where mails go, removing."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.models import EmailAddress
from allauth.account.views import ConfirmEmailVerificationCodeView, EmailView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from collaborative.core import clock
from members import actions, limits
from members.models import User
from members.views.sign_in import SendsAgain


class Addresses(EmailView):
    """[AC4] The list of one's addresses. One that waits for its code is in this session alone."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Changes of one person's addresses happen one after the other, each wholly or not."""
        if "action_add" in request.POST or "action_send" in request.POST:
            if not limits.allows(request, "prove_address", key=str(request.user.pk)):
                return self._too_many()
            return super().post(request, *args, **kwargs)
        with transaction.atomic():
            who = cast("User", request.user)  # allauth asks for sign-in first
            User.objects.select_for_update(no_key=True).get(pk=who.pk)
            return super().post(request, *args, **kwargs)

    def _too_many(self) -> HttpResponse:
        form = self.get_form()
        form.add_error("email", "You have asked for many codes. Wait an hour, then ask again.")
        return self.render_to_response(self.get_context_data(form=form), status=429)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        addresses = sorted(context["emailaddresses"], key=lambda one: (not one.primary, one.email))
        for address in addresses:
            address.may_go = get_adapter().can_delete_email(address)
        return context | {
            "addresses": addresses,
            "waiting": self._waiting(),
            "most": settings.ACCOUNT_MAX_EMAIL_ADDRESSES,
        }

    def _waiting(self) -> EmailAddress | None:
        """The address for which this session knows the code."""
        process = EmailVerificationProcess.resume(self.request)
        if process is None or process.user != self.request.user or process.email_address.pk:
            return None
        return process.email_address

    def _get_email_address(self, request: HttpRequest) -> EmailAddress | None:
        waiting = self._waiting()
        if waiting is not None and waiting.email == request.POST["email"].strip().lower():
            return waiting
        return super()._get_email_address(request)

    def _action_remove(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        address = self._get_email_address(request)
        if address is None or address.pk:
            return super()._action_remove(request, *args, **kwargs)
        process = EmailVerificationProcess.resume(request)
        if process is not None:
            process.abort()
        messages.success(request, f"{address.email} is not added.")
        return redirect("account_email")


class ConfirmAddress(SendsAgain, ConfirmEmailVerificationCodeView):
    """Typing the code that was mailed. Who is signed in is led back to the list and told why."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        if self._process is None and request.user.is_authenticated:
            messages.info(
                request,
                f"No address waits for a code. Codes work for {settings.CODE_MINUTES} minutes: "
                "add the address again for a new one.",
            )
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A sign-up that began after the code was sent, and that nobody finished, gives way."""
        if self._process is not None and request.user.is_authenticated:
            actions.forget_unconfirmed(email=self._process.email, now=clock.now())
        return super().post(request, *args, **kwargs)

    def _verify_form_invalid(self, form: Any) -> HttpResponseBase:
        if self.request.user.is_anonymous:
            return super()._verify_form_invalid(form)
        if self._process.record_invalid_attempt():
            return super(ConfirmEmailVerificationCodeView, self).form_invalid(form)
        messages.error(
            self.request,
            "That code was wrong too often, so it is dead. Add the address again for a new one.",
        )
        return redirect(reverse("account_email"))
