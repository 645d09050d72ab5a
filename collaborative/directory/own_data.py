"""What the directory keeps of a person: that they wrote or were written to, and their wish."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from collaborative.directory import queries
from collaborative.directory.models import Letter, NoLetters
from members.keeping import Part, Row
from members.models import NOBODY_ANY_MORE, User


def letters(user: User) -> list[Row]:
    """The other person as they are shown to this one now; neither address nor words."""
    own = Letter.objects.filter(Q(sender=user) | Q(recipient=user)).newest_first()
    lines = list(own.values_list("sender_id", "recipient_id", "sent_at"))
    others = {pk for line in lines for pk in line[:2]} - {None, user.pk}
    shown = dict(queries.people_visible_to(user).filter(pk__in=others).values_list("pk", "name"))

    def name(pk: int | None) -> str:
        if pk is None:
            return NOBODY_ANY_MORE
        return "you" if pk == user.pk else shown.get(pk, "somebody who is not shown to you")

    return [
        {"sent_on": at, "from": name(sender), "to": name(recipient)}
        for sender, recipient, at in lines
    ]


def wish(user: User) -> list[Row]:
    return [{"no_letters_since": one.since} for one in NoLetters.objects.filter(user=user)]


PARTS = (
    Part(
        "letters", "Letters through the portal",
        "That somebody wrote to somebody, and when, so that a coordinator can act when letters "
        "are unwelcome. We never keep the words.", letters,
        ("directory.Letter.sender", "directory.Letter.recipient"),
    ),
    Part(
        "no_letters", "Your wish to get no letters",
        "So that nobody can write to you through the portal.", wish, ("directory.NoLetters.user",),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """Lines stay: a former member wrote, or was written to."""
    NoLetters.objects.filter(user=user).delete()
    Letter.objects.filter(sender=user).update(sender=None)
    Letter.objects.filter(recipient=user).update(recipient=None)
