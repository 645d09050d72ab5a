"""A fresh proof that it is really the person who sits there, before a sensitive act.

Who has a password or a factor proves that again (allauth). Who has neither gets a code by mail:
allauth would take such a session's word for it, however old it is.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    is_reauthentication_required,
)
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest

from members import limits
from members.models import User

APP = "members"
STATE = "proof_by_mail"
MOST_TRIES = 3


class TooManyCodes(Exception):
    """Enough mails for now; the newest code still works."""


def has_only_the_mailbox(user: Any) -> bool:
    """Neither a password nor a factor: whatever the person proves, they prove by mail."""
    return bool(user.is_authenticated) and not get_reauthentication_flows(user)


def is_fresh_by_mail(request: HttpRequest, user: Any) -> bool:
    """Whether a code from the mail was typed a few minutes ago: here, or to sign in."""
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(
        record.get("method") == "code" and record.get("email") and record.get("at", 0) > since
        for record in get_authentication_records(request, user)
    )


def remember(request: HttpRequest, user: User, email: str) -> None:
    """A code from this mailbox was typed in this session, just now."""
    record_authentication(request, user, method="code", email=email, reauthenticated=True)


def is_needed(request: HttpRequest) -> bool:
    try:
        return is_reauthentication_required(request, app=APP)
    except ReauthenticationRequired:
        return True


def require(request: HttpRequest) -> None:
    """Leads to the proof and from there back; a form that was sent is done after it."""
    if is_needed(request):
        raise ReauthenticationRequired


def way_to_prove(user: User) -> str:
    """The address at which this person proves it."""
    return get_adapter().get_reauthentication_methods(user)[0]["url"]


class ProofByMail(AbstractCodeVerificationProcess):
    """A code on its way to the person's own address, remembered in their session."""

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(
            max_attempts=MOST_TRIES,
            timeout=settings.CODE_MINUTES * 60,
            state=state,
            user=request.user,
        )
        self.request = request

    @classmethod
    def begin(cls, request: HttpRequest, user: User) -> ProofByMail:
        """Sends a code; one that was sent before works no longer."""
        if not limits.allows(request, "reauthentication_code", key=str(user.pk)):
            raise TooManyCodes
        process = cls(request, cls.initial_state(user, email=address_of(user)))
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, request: HttpRequest, user: User) -> ProofByMail | None:
        """The one under way, if there is one, it is this person's and not too old."""
        state = request.session.get(STATE)
        if not state:
            return None
        process = cls(request, state)
        if state["user_id"] != cls.initial_state(user)["user_id"]:
            process.abort()
            return None
        return process.abort_if_invalid()

    @property
    def email(self) -> str:
        return self.state["email"]

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        context = {"request": self.request, "code": self.code}
        adapter.send_mail("account/email/reauthentication_code", self.email, context)

    def finish(self) -> None:
        """The proof counts as the first factor and as no other."""
        self.abort()
        remember(self.request, self.user, self.email)

    def persist(self) -> None:
        self.request.session[STATE] = self.state

    def abort(self) -> None:
        self.request.session.pop(STATE, None)


def address_of(user: User) -> str:
    """A proved address: the first one, or another if that is not proved."""
    proved = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    found = proved.first()
    return found.email if found else user.email
