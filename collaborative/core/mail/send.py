"""One letter to one person about one thing that happened: an invitation, a decision, a question.

Digests do not go this way: they have a ledger (collaborative.digests).
"""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError, EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction

from .mime import in_encoded_words
from .render import one_line, render

logger = logging.getLogger(__name__)


def is_address(text: str) -> bool:
    """Whether mail may go there.

    Django lets control characters between quotation marks pass, and Python's mail library takes
    some of them for the end of a header.
    """
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isprintable()


def send_mail_message(
    *, to: str, template: str, context: dict[str, Any], headers: dict[str, str] | None = None
) -> None:
    """Writes the letter now and sends it once the surrounding transaction has committed.

    The words are made now, so that they tell what was true at this moment and a broken template
    is found by a test. Sending may fail without touching what happened: that is logged, and the
    person sees the same news on the desk.

    Subject and `headers` are one line each, whatever a person typed into them.
    """
    if not is_address(to):
        # The address itself stays out of the log.
        logger.error("Mail %s not sent: its address is not one", template)
        return
    letter = render(template, context)
    message = _Message(
        subject=letter.subject,
        body=letter.text,
        to=[to],
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            **{one_line(name): one_line(value, 900) for name, value in (headers or {}).items()},
        },
    )
    message.attach_alternative(letter.html, "text/html")
    transaction.on_commit(lambda: _send(message, template), robust=True)


class _Message(EmailMultiAlternatives):
    """Django folds a long subject after its name; this one begins on the same line."""

    def message(self, **options: Any) -> Any:
        message = super().message(**options)
        # What already looks like an encoded word would be read as one: it is shown as typed.
        if not str(self.subject).isascii() or "=?" in str(self.subject):
            message.replace_header("Subject", in_encoded_words("Subject", str(self.subject)))
        return message


def _send(message: EmailMultiAlternatives, template: str) -> None:
    try:
        message.send()
    except (OSError, SMTPException, BadHeaderError):
        logger.exception("Mail %s not sent", template)
