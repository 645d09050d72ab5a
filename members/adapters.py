"""How allauth meets our people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from collaborative.core.mail.render import inline

JOINED_NOW = "joined_now"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address; what an address proves is members.actions' business."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is closed.",
        "email_password_mismatch": "This address and this password do not belong together. "
        "Leave the password empty, and we send you a code.",
        "email_taken": "There is an account with this address already. Sign in instead.",
        "enter_current_password": "Type the password that you have now.",
        "incorrect_code": "That code is not right. Look at the newest mail: only the last code "
        "that we sent works.",
        "incorrect_password": "That password is not right.",
        "too_many_login_attempts": "That was tried too often. Wait five minutes, or sign in with "
        "the newest code that we sent you.",
        "rate_limited": "We have sent several codes already. Use the newest one, or wait five "
        "minutes and ask again.",
        "same_as_current": "That is your address already. Type the new one.",
    }

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  allauth gives it
        """To the page that says what the address proved."""
        return reverse("members:welcome")

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **known: Any
    ) -> HttpResponse:
        """To the page that says where one belongs, when this sign-in has just settled that."""
        response = super().post_login(request, user, redirect_url=redirect_url, **known)
        if request.session.pop(JOINED_NOW, False) and not redirect_url:
            return redirect("members:welcome")
        return response

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Allauth's mails in the portal's design, with the styles on the elements (for Outlook)."""
        message = super().render_mail(*args, **kwargs)
        if isinstance(message, EmailMultiAlternatives):
            parts, message.alternatives = message.alternatives, []
            for content, media_type in parts:
                message.attach_alternative(inline(str(content)), media_type)
        return message
