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
from array import array
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection
from pyroaring import BitMap

# Beyond so many at once, reading everything anew is quicker.
MOST_FOLLOWED = 5_000
# What words find is kept as well, within so many bytes; what was not asked for longest goes first.
MOST_BYTES = 96 * 1024 * 1024
# What is read for one set of words while entries change must hear of those changes.
MOST_REMEMBERED = 2_000

# Numbers at or above the horizon belong to transactions of an earlier life of these rows (a
# restored backup); a database has another oid when it was made anew.
FOLLOW = """
    SELECT pg_snapshot_xmin(now_seen)::text::bigint,
        (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
        pg_current_xact_id_if_assigned() IS NOT NULL,
        (SELECT json_agg(json_build_array(recent.practice_id, entry.terms))
         FROM (SELECT practice_id FROM search_change
               WHERE transaction >= %s
                 AND transaction < pg_snapshot_xmax(now_seen)::text::bigint LIMIT %s) recent
         LEFT JOIN search_entry entry USING (practice_id))
    FROM pg_current_snapshot() now_seen
"""
LOAD = """
    SELECT term, string_agg(int4send(practice_id::int), ''::bytea)
    FROM search_entry, unnest(terms) AS term GROUP BY term
"""
# The functions make the index answer, however many match (migration 0001).
FIND = {
    "vector": "SELECT words, search_holding(words::tsquery) FROM unnest(%s::text[]) AS words",
    "head": "SELECT words, search_holding_in_head(words::tsquery) FROM unnest(%s::text[]) AS words",
}
FIND_AMONG = """
    SELECT string_agg(int4send(practice_id::int), ''::bytea)
    FROM search_entry WHERE {column} @@ %s::tsquery AND practice_id = ANY(%s)
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


@dataclass
class Leaf:
    """The practices whose words hold one word or phrase, and whose words must be asked anew."""

    found: BitMap
    pending: BitMap = field(default_factory=BitMap)


@dataclass
class Index:
    """The sets, as of one moment. Who reads more than one of them holds `lock` meanwhile."""

    terms: dict[str, BitMap] = field(default_factory=dict)
    # (column, tsquery) -> Leaf, the last asked for last.
    leaves: OrderedDict[tuple[str, str], Leaf] = field(default_factory=OrderedDict)
    leaf_bytes: int = 0
    # What this copy is a copy of.
    database: int = 0
    # Every transaction below this number is in here.
    seen: int = 0
    # Counts what was followed, so that a slow question can tell what it missed.
    changes: int = 0
    recent: deque[tuple[int, int]] = field(default_factory=lambda: deque(maxlen=MOST_REMEMBERED))
    lock: threading.RLock = field(default_factory=threading.RLock)

    def having(self, term: str) -> BitMap:
        return self.terms.get(term, NOTHING)

    def having_any(self, terms: Iterable[str]) -> BitMap:
        return BitMap.union(NOTHING, *(self.having(term) for term in terms))

    def owned(self) -> list[BitMap]:
        """What each institution has, drafts included."""
        return [found for term, found in list(self.terms.items()) if term.startswith("owner:")]

    def values(self, facet: str) -> list[str]:
        """The values of a facet that any entry has, drafts included: only for counting."""
        start = f"{facet}:"
        return [term[len(start) :] for term in self.terms if term.startswith(start)]

    def holding(self, tsquery: str, *, column: str = "vector") -> BitMap:
        """The practices whose words match; from PostgreSQL once, then kept true from memory."""
        return self.holding_each([tsquery], column=column)[0]

    def holding_each(self, tsqueries: Sequence[str], *, column: str = "vector") -> list[BitMap]:
        """The same for several, in one question for all that are not in memory."""
        with self.lock:
            known = {one: self.leaves.get((column, one)) for one in tsqueries}
            for one, leaf in known.items():
                if leaf is not None:
                    self.leaves.move_to_end((column, one))
            answers = {
                one: leaf.found
                for one, leaf in known.items()
                if leaf is not None and not leaf.pending
            }
            stale = {
                one: (leaf.found, leaf.pending.copy())
                for one, leaf in known.items()
                if leaf is not None and leaf.pending
            }
            begun = self.changes
        new = [one for one in known if one not in answers and one not in stale]
        fresh = _find(column, new) if new else {}
        for one, (found, pending) in stale.items():
            fresh[one] = (found - pending) | _find_among(column, one, pending)
        if fresh:
            with self.lock:
                # What changed while PostgreSQL answered is asked about next time.
                missed = BitMap(pk for number, pk in self.recent if number > begun)
                if self.changes - begun < MOST_REMEMBERED:
                    for one, found in fresh.items():
                        self._remember((column, one), Leaf(found, missed.copy()))
        answers |= fresh
        return [answers[one] for one in tsqueries]

    def _remember(self, key: tuple[str, str], leaf: Leaf) -> None:
        self._drop(key)
        self.leaves[key] = leaf
        self.leaf_bytes += _size(leaf)
        while self.leaf_bytes > MOST_BYTES and len(self.leaves) > 1:
            self._drop(next(iter(self.leaves)))

    def _drop(self, key: tuple[str, str]) -> None:
        leaf = self.leaves.pop(key, None)
        if leaf is not None:
            self.leaf_bytes -= _size(leaf)

    def follow(self, rows: list[tuple[int, list[str] | None]]) -> None:
        """Takes in entries that changed; a practice without terms is no more."""
        if not rows:
            return
        changed = BitMap(pk for pk, _ in rows)
        for found in self.terms.values():
            found.difference_update(changed)
        for pk, terms in rows:
            for term in terms or ():
                self.terms.setdefault(sys.intern(term), BitMap()).add(pk)
        for leaf in self.leaves.values():
            leaf.pending |= changed
        for pk in changed:
            self.changes += 1
            self.recent.append((self.changes, pk))


def load(seen: int, database: int) -> Index:
    """A new index with everything; a second for some hundred thousand entries."""
    index = Index(seen=seen, database=database)
    with connection.cursor() as cursor:
        cursor.execute(LOAD)
        for term, numbers in cursor.fetchall():
            index.terms[sys.intern(term)] = _numbers(numbers)
    return index


_kept: Index | None = None
_lock = threading.Lock()


def current() -> Index:
    """The index as of now.

    Who has written in this very transaction gets one of their own, thrown away afterwards: what
    may yet be undone must not stay in a process's memory.
    """
    global _kept  # noqa: PLW0603  one copy a process is what this module is about
    with _lock:  # asked in turns: an older answer is never written over a newer one
        known = _kept
        seen, database, has_written, rows = _follow(known.seen if known else 0)
        if has_written:
            return load(seen, database)
        if (
            known is None
            or known.database != database
            or seen < known.seen
            or len(rows) > MOST_FOLLOWED
        ):
            known = _kept = load(seen, database)
        else:
            with known.lock:
                known.follow(rows)
                known.seen = seen
        return known


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
        stem = "'" + word.replace("'", "''") + "'"
        for column in FIND:  # one by one: a visitor's question may come between
            index.holding(stem, column=column)
    return len(words)


def warm_in_background() -> None:
    """The same beside the process's work. A failure costs speed alone: visitors' questions do it."""

    def work() -> None:
        try:
            warm()
        except DatabaseError:
            log.warning("The sets of finding could not be read ahead.", exc_info=True)
        finally:
            connection.close()

    threading.Thread(target=work, name="search-warm", daemon=True).start()


def _follow(seen: int) -> tuple[int, int, bool, list[tuple[int, list[str] | None]]]:
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, [seen, MOST_FOLLOWED + 1])
        row: Any = cursor.fetchone()
    return row[0], row[1], row[2], row[3] or []


def _find(column: str, tsqueries: list[str]) -> dict[str, BitMap]:
    with connection.cursor() as cursor:
        cursor.execute(FIND[column], [tsqueries])
        return {tsquery: _numbers(numbers) for tsquery, numbers in cursor.fetchall()}


def _find_among(column: str, tsquery: str, pks: BitMap) -> BitMap:
    with connection.cursor() as cursor:
        cursor.execute(FIND_AMONG.format(column=column), [tsquery, list(pks)])
        row = cursor.fetchone()
    return _numbers(row[0] if row else None)


def _numbers(sent: bytes | None) -> BitMap:
    """Numbers as PostgreSQL sends them: four bytes each, the largest first."""
    if not sent:
        return BitMap()
    numbers = array("I", sent)
    if sys.byteorder == "little":
        numbers.byteswap()
    return BitMap(numbers)


def _size(leaf: Leaf) -> int:
    return 200 + 2 * len(leaf.found)
