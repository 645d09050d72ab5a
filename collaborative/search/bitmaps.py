"""Every choice as a set of practices, in the memory of each web process.

Counting 450 choices among a million practices takes PostgreSQL seconds and sets of numbers a few
milliseconds (docs/adr/0019). What a process holds is never more than a copy: before each answer it
asks for the entries that changed since it last asked, in one statement that costs a fraction of a
millisecond where nothing did.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.db import Error, connection
from pyroaring import BitMap

from .leaves import FIND, Leaves, Moment, numbers

# Beyond so many at once, reading everything anew is quicker.
MOST_FOLLOWED = 5_000

# What is visible now and was not in the snapshot of last time: no lock, no gap, nothing twice.
# Numbers at or above the horizon belong to transactions of an earlier life of these rows (a
# restored backup). A table that was made anew or emptied is kept in another file.
FOLLOW = """
    SELECT now_seen::text,
        (SELECT oid FROM pg_database WHERE datname = current_database())
            || '/' || pg_relation_filenode('search_entry'),
        pg_current_xact_id_if_assigned() IS NOT NULL,
        EXISTS (SELECT FROM search_change
                WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint),
        (SELECT json_agg(json_build_array(recent.practice_id, entry.terms))
         FROM (SELECT practice_id FROM search_change
               WHERE transaction >= %s
                 AND transaction < pg_snapshot_xmax(now_seen)::text::bigint
                 AND NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)
               LIMIT %s) recent
         LEFT JOIN search_entry entry USING (practice_id))
    FROM pg_current_snapshot() now_seen
"""
LOAD = """
    SELECT term, string_agg(int4send(practice_id::int), ''::bytea)
    FROM search_entry, unnest(terms) AS term GROUP BY term
"""
# What PostgreSQL has noted of the words when it last analyzed the table.
COMMON = """
    SELECT word FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs)
        AS common(word, share)
    WHERE schemaname = current_schema() AND tablename = 'search_entry' AND attname = 'vector'
        AND word IS NOT NULL AND share >= %s
    ORDER BY share DESC LIMIT %s
"""
COMMON_SHARE = 0.05
MOST_COMMON = 200
NOTHING = BitMap()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Index:
    """The sets as of one moment: nothing in them ever changes, so readers need no lock."""

    terms: dict[str, BitMap]
    moment: Moment
    # What the copy is a copy of.
    database: str = ""
    leaves: Leaves = field(default_factory=Leaves)

    def having(self, term: str) -> BitMap:
        return self.terms.get(term, NOTHING)

    def having_any(self, terms: Iterable[str]) -> BitMap:
        return BitMap.union(NOTHING, *(self.having(term) for term in terms))

    def owned(self) -> list[BitMap]:
        """What each institution has, drafts included."""
        return [found for term, found in self.terms.items() if term.startswith("owner:")]

    def values(self, facet: str) -> list[str]:
        """The values of a facet that any entry has, drafts included: only for counting."""
        start = f"{facet}:"
        return [term[len(start) :] for term in self.terms if term.startswith(start)]

    def holding(self, tsquery: str, *, column: str = "vector") -> BitMap:
        """The practices whose words match; from PostgreSQL once, then kept true from memory."""
        return self.holding_each([tsquery], column=column)[0]

    def holding_each(self, tsqueries: Sequence[str], *, column: str = "vector") -> list[BitMap]:
        """The same for several, in one question for all that are not in memory."""
        return self.leaves.holding_each(tsqueries, self.moment, column=column)

    def followed(self, rows: list[tuple[int, list[str] | None]], snapshot: str) -> Index:
        """With entries that changed since; a practice without terms is no more.

        Sets that change are made anew: somebody may be reading the ones that are here.
        """
        if not rows:
            return replace(self, moment=replace(self.moment, snapshot=snapshot))
        changed = BitMap(pk for pk, _ in rows)
        gained: dict[str, BitMap] = defaultdict(BitMap)
        for pk, terms in rows:
            for term in terms or ():
                gained[term].add(pk)
        sets = {}
        for term, found in self.terms.items():
            kept = found if found.isdisjoint(changed) else found - changed
            if kept:
                sets[term] = kept
        for term, more in gained.items():
            sets[sys.intern(term)] = sets.get(term, NOTHING) | more
        at = self.leaves.follow(changed)
        return replace(self, terms=sets, moment=Moment(at, snapshot))


class Now(NamedTuple):
    """What the database says of this moment."""

    snapshot: str
    database: str
    # This transaction has written something, so its own number is in no snapshot.
    has_written: bool
    has_changed_entries: bool
    rows: list[tuple[int, list[str] | None]]


_kept: Index | None = None
_lock = threading.Lock()


def current() -> Index:
    """The index as of now.

    Who has changed entries in this very transaction gets one of their own, thrown away afterwards:
    what may yet be undone must not stay in a process's memory.
    """
    global _kept  # noqa: PLW0603  one copy a process is what this module is about
    with _lock:  # asked in turns: an older answer is never written over a newer one
        known = _kept
        now = _now(known)
        if not now.has_changed_entries:
            if known is not None and _follows(known, now):
                index = known.followed(now.rows, now.snapshot)
                # Before the end of one's own transaction the snapshot must not count it as seen.
                moment = replace(index.moment, snapshot=known.moment.snapshot)
                _kept = replace(index, moment=moment) if now.has_written else index
                return index
            if not now.has_written:
                _kept = _load(now)
                return _kept
    return _load(now._replace(snapshot=""))


def _follows(known: Index, now: Now) -> bool:
    return (
        known.database == now.database
        and (known.moment.oldest or 0) <= (Moment(0, now.snapshot).oldest or 0)
        and len(now.rows) <= MOST_FOLLOWED
    )


def _load(now: Now) -> Index:
    """Everything anew; a second for some hundred thousand entries."""
    with connection.cursor() as cursor:
        cursor.execute(LOAD)
        terms = {sys.intern(term): numbers(sent) for term, sent in cursor.fetchall()}
    return Index(terms, Moment(0, now.snapshot or None), now.database)


def forget() -> None:
    """Leaves the memory of this process empty, as when it began."""
    global _kept  # noqa: PLW0603  see current
    with _lock:
        _kept = None


def warm() -> int:
    """Reads all sets, and those of the words that most practices hold; gives how many words.

    For a web process that has just begun, so that no visitor waits for the most common words.
    """
    index = current()
    with connection.cursor() as cursor:
        cursor.execute(COMMON, [COMMON_SHARE, MOST_COMMON])
        words = [word for (word,) in cursor.fetchall()]
    for word in words:
        stem = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
        for column in FIND:  # one by one: a visitor's question may come between
            index.holding(stem, column=column)
    return len(words)


def warm_in_background() -> None:
    """The same beside the process's work. Where it fails, visitors' questions do it later."""

    def work() -> None:
        try:
            warm()
        except Error:
            log.warning("The sets of finding could not be read ahead.", exc_info=True)
        finally:
            connection.close()

    threading.Thread(target=work, name="search-warm", daemon=True).start()


def _now(known: Index | None) -> Now:
    moment = known.moment if known else Moment()
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, [moment.oldest, moment.snapshot, MOST_FOLLOWED + 1])
        row: Any = cursor.fetchone()
    snapshot, database, has_written, has_changed_entries, rows = row
    return Now(snapshot, database, has_written, has_changed_entries, rows or [])
