"""The lock under which saved searches are held against practices, and how news is noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection
from pyroaring import BitMap

from collaborative.search.models import WatchedSearch

# An advisory lock writes nothing: who only locked still reads the sets that the process keeps.
LOCK = 7_303_061
NOTE = """
    INSERT INTO search_savedsearchhit (saved_id, practice_id, found_at)
    SELECT saved.id, practice.id, %s
    FROM unnest(%s::bigint[], %s::bigint[]) AS found(watched, practice)
    JOIN search_savedsearch saved ON saved.watched_id = found.watched
    JOIN practices_practice practice ON practice.id = found.practice
    ORDER BY saved.id, practice.id
    ON CONFLICT DO NOTHING
"""
News = tuple[WatchedSearch, BitMap, BitMap]  # search, new in it, all that it finds


def take_turns() -> None:
    """One after the other until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def note(news: Iterable[News], *, now: dt.datetime) -> int:
    """A line for each person and practice that is new to them, once for good; gives how many.

    As many statements for one person as for thousands.
    """
    watched, practices, changed = [], [], []
    for one, new, known in news:
        watched += [one.pk] * len(new)
        practices += list(new)
        one.known = known.serialize()
        changed.append(one)
    made = 0
    if practices:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [now, watched, practices])
            made = cursor.rowcount
    WatchedSearch.objects.bulk_update(changed, ["known"], batch_size=200)
    return made
