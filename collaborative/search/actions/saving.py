"""What a person does with the own saved searches."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from pyroaring import BitMap

from collaborative.search import permissions, saved_queries
from collaborative.search.enums import Telling
from collaborative.search.models import SavedSearch, SavedSearchHit, WatchedSearch
from collaborative.search.models.saved import LONGEST_PARAMS
from collaborative.search.params import SearchQuery
from members.models import User

from . import _looking

MOST_SAVED = 50


class CannotSave(Exception):
    """It asks nothing, is there already, or there are too many."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


@transaction.atomic
def save_search(
    *, query: SearchQuery, name: str, tells: str, by: User, now: dt.datetime
) -> SavedSearch:
    """A person wants to find this again, and to hear of what newly comes into it.

    In order: may this person; is there something to look for; what it finds now, which is no news
    to anybody; the limit, under the lock of the person's row; one's own names; the search. What
    others who saved the same have not heard of yet is noted for them.
    """
    _require(permissions.user_can_save(by))
    params = query.without_sort().to_params()
    if query.is_empty:
        raise CannotSave("Choose something or type a word first: this search finds everything.")
    if len(params) > LONGEST_PARAMS:
        raise CannotSave("These are more choices than a saved search holds. Take some off.")
    _looking.take_turns()
    # Before anything is written: the sets that this process keeps answer, and no copy is made.
    known = saved_queries.public_matches(query)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    own = SavedSearch.objects.filter(owner=by)
    same = own.filter(watched__params=params).first()
    if same is not None:
        raise CannotSave(f"You saved this search already, as “{same.name}”.")
    if own.count() >= MOST_SAVED:
        raise CannotSave(
            f"You have {MOST_SAVED} saved searches, which is the most. Remove one that you do not "
            "need any more."
        )
    _require_own_name(own, name)
    watched, is_new = WatchedSearch.objects.get_or_create(
        params=params, defaults={"known": known.serialize()}
    )
    if not is_new:
        before = BitMap.deserialize(bytes(watched.known))
        _looking.note([(watched, known - before, known)], now=now)
    return SavedSearch.objects.create(
        owner=by, watched=watched, name=name, tells=tells, created_at=now, seen_at=now
    )


@transaction.atomic
def change_saved(
    *, saved: SavedSearch, name: str, tells: str, by: User, now: dt.datetime
) -> SavedSearch:
    """Another name, or another way of hearing: from now on, not of what was found before."""
    row = _own(saved, by)
    _require_own_name(SavedSearch.objects.filter(owner=by).exclude(pk=row.pk), name)
    if tells != row.tells:
        SavedSearchHit.objects.filter(saved=row, told_at=None).update(told_at=now)
    row.name, row.tells = name, Telling(tells)
    row.save(update_fields=["name", "tells"])
    return row


@transaction.atomic
def have_seen(*, saved: SavedSearch, by: User, now: dt.datetime) -> None:
    """What came up to now is nothing new any more."""
    SavedSearch.objects.filter(pk=_own(saved, by).pk).update(seen_at=now)


@transaction.atomic
def remove_saved(*, saved: SavedSearch, by: User) -> None:
    """Gone, with what was found; nobody is told of it any more."""
    row = _own(saved, by)
    watched = row.watched_id
    row.delete()
    WatchedSearch.objects.filter(pk=watched, saved=None).delete()


def _own(saved: SavedSearch, by: User) -> SavedSearch:
    row = SavedSearch.objects.select_for_update(of=("self",)).get(pk=saved.pk)
    _require(permissions.user_can_see_saved(by, row))
    return row


def _require_own_name(own, name: str) -> None:
    if own.filter(name__iexact=name).exists():
        raise CannotSave(f"Another search of yours is called “{name}”. Choose another name.")


def _require(may: bool) -> None:
    if not may:
        raise PermissionDenied
