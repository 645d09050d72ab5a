"""What a person does for themself alone: keep a practice, write a note to it, follow something."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from members.models import Institution, User
from practices import queries, talk_permissions
from practices.models import Follow, Keep, Practice, ScopeArea

from ._rows import require
from .refusals import Refused


class CannotKeep(Refused):
    sentence = "Only a public practice can be kept."


class NothingToFollow(Exception):
    """Nothing of that name that everybody may know of."""


@transaction.atomic
def keep(*, practice: Practice, by: User, now: dt.datetime) -> Keep:
    """The practice is on the person's list. A second time finds it there."""
    require(talk_permissions.user_can_keep(by))
    row = Practice.objects.select_for_update(of=("self",), no_key=True).get(pk=practice.pk)
    if not row.live:
        raise CannotKeep
    kept, _ = Keep.objects.get_or_create(user=by, practice=row, defaults={"kept_at": now})
    return kept


@transaction.atomic
def write_note(*, kept: Keep, note: str, by: User) -> None:
    """A word to oneself; also at a practice that is not public any more."""
    require(kept.user_id == by.pk)
    Keep.objects.filter(pk=kept.pk).update(note=note)


@transaction.atomic
def let_go(*, kept: Keep, by: User) -> None:
    """Off the list, with its note."""
    require(kept.user_id == by.pk)
    Keep.objects.filter(pk=kept.pk).delete()


@transaction.atomic
def follow(*, kind: str, target: str, by: User, now: dt.datetime) -> Follow:
    """From now on its news comes first in this person's digest.

    What is hidden is as unknown as what does not exist. A second time finds it followed.
    """
    require(talk_permissions.user_can_keep(by))
    thing = queries.thing_to_follow(kind, target)
    if thing is None:
        raise NothingToFollow
    named: dict[str, Any]
    match thing:
        case Practice():
            named = {"practice": thing}
        case Institution():
            named = {"institution": thing}
        case ScopeArea():
            named = {"area": thing}
        case _:
            known = queries.follow_of(by, kind, thing)
            named = {"tag": known.tag if known else thing}
    found, _ = Follow.objects.get_or_create(user=by, kind=kind, **named, defaults={"since": now})
    return found


@transaction.atomic
def unfollow(*, followed: Follow, by: User) -> None:
    """Its news comes only where the digest's areas ask for it."""
    require(followed.user_id == by.pk)
    Follow.objects.filter(pk=followed.pk).delete()
