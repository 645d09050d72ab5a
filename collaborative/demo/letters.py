"""That members wrote to each other, and who wants no letters."""

from __future__ import annotations

import datetime as dt
import hashlib

from collaborative.core import clock
from collaborative.directory.models import Letter, NoLetters
from members.models import User
from members.queries import voices_of

from . import content


def load_letters(people: dict[str, User]) -> int:
    """Adds the lines that are not there yet; nothing is sent."""
    words, added = content.read("letters"), 0
    for letter in words["letter"]:
        sender, recipient = people[letter["from"]], people[letter["to"]]
        _, created = Letter.objects.get_or_create(
            sender=sender,
            fingerprint=hashlib.sha256(f"{letter['from']} {letter['to']}".encode()).hexdigest(),
            defaults={
                "recipient": recipient,
                "institution": voices_of(sender).institutions[0],
                "sent_at": clock.now() - dt.timedelta(days=letter["days_ago"]),
            },
        )
        added += created
    for address in words["no_letters"]:
        NoLetters.objects.get_or_create(user=people[address])
    return added
