"""Where allauth's news reach us: a proved address and a sign-in may make a person a member."""

# ruff: noqa: ARG001  the signals say what a receiver is given

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from collaborative.core import clock
from members import actions
from members.adapters import JOINED_NOW
from members.models import User


@receiver(email_confirmed, dispatch_uid="members.join_when_address_is_proved")
def join_when_address_is_proved(sender: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    actions.join_by_domain(user=email_address.user, now=clock.now())


@receiver(user_logged_in, dispatch_uid="members.join_when_signing_in")
def join_when_signing_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A domain may have been added since the address was proved, or the code proved it just now."""
    if actions.join_by_domain(user=user, now=clock.now()):
        request.session[JOINED_NOW] = True
