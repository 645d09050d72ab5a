"""How allauth meets our people."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse

from collaborative.core.mail.render import inline


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address; what an address proves is members.actions' business."""

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  allauth gives it
        """To the page that says what the address proved."""
        return reverse("members:welcome")

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMessage:
        """Allauth's mails in the portal's design, with the styles on the elements (for Outlook)."""
        message = super().render_mail(*args, **kwargs)
        if isinstance(message, EmailMultiAlternatives):
            parts, message.alternatives = message.alternatives, []
            for content, media_type in parts:
                message.attach_alternative(inline(str(content)), media_type)
        return message
