"""The searches that a person saved, and what has come into them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import QuerySet
from pyroaring import BitMap

from practices.finders import Finding
from practices.models import Practice

from . import queries
from .enums import Telling
from .models import SavedSearch, SavedSearchHit, WatchedSearch

EVERYBODY = AnonymousUser()
MOST_SHOWN = 50
TOLD_IN_MAILS = (
    "found_at", "told_at", "saved__name", "saved__owner__email", "saved__owner__name",
    "saved__owner__is_active", "saved__owner__deleted_at", "practice__title", "practice__slug",
    "practice__draft_key", "practice__need", "practice__live", "practice__institution__name",
)  # fmt: skip
# What changed since, and up to where everything has been heard of now. A mark beyond the horizon is
# of an earlier life of these rows (a restored backup): then everything is looked at once more. To
# look twice at the same change does nothing.
CHANGED = """
    SELECT pg_snapshot_xmin(now_seen)::text::bigint,
        (SELECT array_agg(practice_id) FROM search_change, (
            SELECT coalesce((SELECT transaction FROM search_lookedupto), 0) AS up_to) looked
         WHERE transaction >= up_to OR up_to > pg_snapshot_xmax(now_seen)::text::bigint)
    FROM pg_current_snapshot() now_seen
"""


def saved_by(user: Any) -> QuerySet[SavedSearch]:
    """[SV1] With `new`, newest first."""
    own = SavedSearch.objects.visible_to(user).select_related("watched").defer("watched__known")
    return own.with_new().newest_first()


def saved_for(user: Any, *, pk: int) -> SavedSearch | None:
    """[SV1, SV2] One's own."""
    return saved_by(user).filter(pk=pk).first()


def counts_now(saved: Iterable[SavedSearch], *, user: Any) -> list[int]:
    """How many practices each finds for its owner now, own drafts included, as its page would."""
    return queries.counts([one.query for one in saved], user=user)


def came_into(saved: SavedSearch) -> list[Practice]:
    """What its owner has not seen yet and the public reads, newest first, drawn as cards."""
    new = SavedSearchHit.objects.filter(saved=saved).unseen()
    rows = Practice.objects.live().filter(pk__in=new.values("practice"))
    return list(rows.only("live", "card_html").newest_first()[:MOST_SHOWN])


def public_matches(query: Any) -> BitMap:
    """Everything that the public finds by it now."""
    return queries.matching_each([query], user=EVERYBODY)[0]


def changed_since_looked() -> tuple[int, list[int]]:
    """(up to where that is, the practices that changed since somebody last looked)"""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        row: Any = cursor.fetchone()
    return row[0], row[1] or []


def news(
    watched: list[WatchedSearch], changed: Collection[int]
) -> Iterator[tuple[WatchedSearch, BitMap, BitMap]]:
    """(search, what it finds of these for the first time, what it knows now), where it differs."""
    among = BitMap(changed)
    found = queries.matching_each([one.query for one in watched], user=EVERYBODY)
    for one, matches in zip(watched, found, strict=True):
        known = BitMap.deserialize(bytes(one.known)) if one.known else BitMap()
        now = (known - among) | (matches & among)
        if now != known:
            yield one, now - known, now


def findings(people: Collection[int], start: dt.datetime, end: dt.datetime) -> Iterator[Finding]:
    """For digests: what came into the searches of these people that a digest is to tell of."""
    hits = SavedSearchHit.objects.filter(
        saved__owner__in=people,
        saved__tells=Telling.DIGEST,
        told_at=None,
        found_at__gt=start,
        found_at__lte=end,
        practice__live=True,
    ).order_by("found_at", "pk")
    rows = hits.values_list("saved__owner_id", "practice_id", "found_at", "saved_id", "saved__name")
    for person, practice, at, pk, name in rows:
        yield Finding(person, practice, at, pk, name)


def still_found(pks: Collection[int], person: int) -> dict[int, str]:
    """The same asked when a digest leaves: those that their owner still wants told of there."""
    own = SavedSearch.objects.filter(owner=person, pk__in=pks, tells=Telling.DIGEST)
    return dict(own.values_list("pk", "name"))


def hits_to_tell(owners: Collection[int]) -> dict[int, list[SavedSearchHit]]:
    """Owner -> what a mail is to tell of, newest first; locked, without those that others hold."""
    due = SavedSearchHit.objects.due().filter(saved__owner__in=owners)
    rows = (
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("saved__owner", "practice__institution")
        .only(*TOLD_IN_MAILS)
        .order_by("-found_at", "-practice", "saved")
    )
    found: dict[int, list[SavedSearchHit]] = defaultdict(list)
    for hit in rows:
        found[hit.saved.owner_id].append(hit)
    return found
