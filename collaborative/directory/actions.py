"""Writing to a person who is shown, and not wanting to be written to."""

from __future__ import annotations

import datetime as dt
import hashlib
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import dateformat, timezone

from collaborative.core.mail.send import send_mail_message
from collaborative.directory import queries
from collaborative.directory.models import Letter, NoLetters
from collaborative.directory.querysets import DAY
from members.actions import CannotSpeak, Refused, speak
from members.models import Institution, User

A_DAY = 10
A_DAY_TO_ONE = 3


class CannotWrite(Refused):
    """The letter cannot go."""


class TooManyLetters(CannotWrite):
    """As many as one person may send in 24 hours have gone."""

    status = 429


class NoSuchPerson(Exception):
    """Nobody whom the writer could find."""


@transaction.atomic
def write(
    *,
    to: User,
    subject: str,
    text: str,
    shows_address: bool,
    key: str,
    by: User,
    now: dt.datetime,
    speaks_for: Institution | None = None,
) -> Letter:
    """Sends one member's words to another, neither of whom learns the other's address.

    In order: one form sends one letter, however often it arrives; the recipient is shown and
    wants letters; the writer can be answered; the limits of a day; for whom the writer speaks; a
    line that somebody wrote; the mail, at the commit. Letters of one writer go one after the
    other, so limits hold.
    """
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    voice = str(speaks_for.pk) if speaks_for else ""
    fingerprint = _fingerprint(key, str(to.pk), subject, text, str(shows_address), voice)
    sent = Letter.objects.filter(sender=by, fingerprint=fingerprint).first()
    if sent is not None:
        return sent
    recipient = queries.person_for(by, pk=to.pk)
    if recipient is None:
        raise NoSuchPerson
    _require_may_write(recipient, by=by, shows_address=shows_address)
    _require_within_limits(recipient, by=by, now=now)
    try:
        institution = speak(by=by, institution=speaks_for, now=now)
    except CannotSpeak as refusal:
        raise CannotWrite(refusal.sentence) from None
    letter = Letter.objects.create(
        sender=by,
        recipient=recipient,
        institution=institution,
        sent_at=now,
        fingerprint=fingerprint,
    )
    send_mail_message(
        to=recipient.email,
        template="directory_letter",
        context={
            "subject_line": subject,
            "text": text,
            "quoted": "\n".join(f"> {line}".rstrip() for line in text.splitlines()),
            "sender": by.name,
            "place": institution.name if institution else "for the collaborative",
            "address": by.email if shows_address else "",
            "answer_url": _behind_sign_in("directory:person", by.pk),
            "off_url": _behind_sign_in("directory:letters"),
        },
        headers={"Reply-To": by.email} if shows_address else None,
    )
    return letter


@transaction.atomic
def take_letters(*, takes: bool, by: User, now: dt.datetime) -> None:
    """From now on members may write to the person, or may not."""
    if takes:
        NoLetters.objects.filter(user=by).delete()
    else:
        NoLetters.objects.get_or_create(user=by, defaults={"since": now})


def _require_may_write(recipient: User, *, by: User, shows_address: bool) -> None:
    if recipient.pk == by.pk:
        raise CannotWrite("This is your own page. Choose somebody else to write to.")
    if not recipient.takes_letters:  # type: ignore[attr-defined]
        raise CannotWrite(
            f"{recipient.name} gets no letters through the portal. Your letter was not sent."
        )
    if not by.name:
        raise CannotWrite(
            f"{recipient.name} could not see who writes. Write your name on your account page "
            "first, then send."
        )
    if not shows_address and not queries.can_be_answered(by):
        raise CannotWrite(
            f"{recipient.name} could not answer you, because you are not shown in the directory "
            "or get no letters. Let your address be seen below, or change that on your account "
            "page first."
        )


def _require_within_limits(recipient: User, *, by: User, now: dt.datetime) -> None:
    times = list(Letter.objects.of_a_day(by, now=now).values_list("recipient_id", "sent_at"))
    for most, whom, when in (
        (A_DAY, "", [at for _, at in times]),
        (A_DAY_TO_ONE, f" to {recipient.name}", [at for pk, at in times if pk == recipient.pk]),
    ):
        if len(when) >= most:
            local = timezone.localtime(when[-most] + DAY)
            raise TooManyLetters(
                f"You have sent {len(when)} letters{whom} in the last 24 hours, which is the most. "
                f"Your words are kept below. Send them after "
                f"{dateformat.format(local, 'l, g:i A T')}."
            )


def _fingerprint(*parts: str) -> str:
    """Each part with its length before it, so that no two letters read the same."""
    told = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def _behind_sign_in(name: str, *args: int) -> str:
    """These pages are hidden from strangers, so the way there leads past the sign-in page."""
    query = urlencode({"next": reverse(name, args=args)})
    return f"{settings.BASE_URL}{reverse('account_login')}?{query}"
