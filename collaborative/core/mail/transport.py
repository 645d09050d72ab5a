"""Carries finished messages to where EMAIL_URL points: an SMTP server or another mail backend."""

from __future__ import annotations

import email
import email.policy

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.message import EmailMessage

from .outcomes import CannotConnectError, Outcome, Result, Transport
from .smtp import OK, SMTPTransport

__all__ = [
    "BackendTransport",
    "CannotConnectError",
    "Outcome",
    "Result",
    "SMTPTransport",
    "Transport",
    "from_settings",
]

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


class BackendTransport:
    """Any other EMAIL_BACKEND (console, files, memory): what it takes counts as accepted."""

    def open(self) -> None:
        self.connection = get_connection()

    def send(self, *, sender: str, recipient: str, message: bytes) -> Result:
        try:
            self.connection.send_messages([_Ready(sender, recipient, message)])
        except OSError as error:
            return Result(Outcome.UNKNOWN, "mail backend", 0, str(error))
        return Result(Outcome.ACCEPTED, "accepted", OK, "taken by the mail backend")

    def close(self) -> None:
        """Nothing is kept open."""


class _Ready(EmailMessage):
    """A finished message in the shape that Django's backends expect."""

    def __init__(self, sender: str, recipient: str, content: bytes) -> None:
        super().__init__(from_email=sender, to=[recipient])
        self.content = content

    def message(self):
        return email.message_from_bytes(self.content, policy=email.policy.SMTP)


def from_settings() -> Transport:
    """The transport that EMAIL_URL names."""
    if settings.EMAIL_BACKEND != SMTP_BACKEND:
        return BackendTransport()
    return SMTPTransport(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER or "",
        password=settings.EMAIL_HOST_PASSWORD or "",
        starttls=settings.EMAIL_USE_TLS,
        tls=settings.EMAIL_USE_SSL,
        timeout=settings.EMAIL_TIMEOUT or 20,
    )
