"""Which practices hold which words, in the memory of a web process.

PostgreSQL is asked once for a word or phrase. Afterwards only the practices that changed since are
asked about, all words of a search in one statement.
"""

from __future__ import annotations

import sys
import threading
from array import array
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.db import connection
from pyroaring import BitMap

# What words find is kept within so many bytes; what was not asked for longest goes first.
MOST_BYTES = 96 * 1024 * 1024
# What a word costs that no practice holds.
LEAST_BYTES = 600
# A word that was not asked for while more changed than this is asked about as a new one.
MOST_REMEMBERED = 5_000

# What this statement sees and the sets of the one who asks do not: changed since they were made,
# or in this very transaction, which may yet be undone.
UNSEEN = """
    UNION ALL SELECT NULL, string_agg(int4send(practice_id::int), ''::bytea),
        coalesce(bool_or(transaction = pg_current_xact_id_if_assigned()::text::bigint), false)
    FROM search_change WHERE transaction >= %s
        AND transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        AND NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)
        OR transaction = pg_current_xact_id_if_assigned()::text::bigint
"""
# The functions make the index answer, however many match (migration 0001).
FIND = {
    "vector": "SELECT words, search_holding(words::tsquery), false FROM unnest(%s::text[]) words",
    "head": "SELECT words, search_holding_in_head(words::tsquery), false"
            " FROM unnest(%s::text[]) words",
}  # fmt: skip
FIND_AMONG = """
    SELECT words, (SELECT string_agg(int4send(practice_id::int), ''::bytea) FROM search_entry
        WHERE practice_id = ANY(%s) AND {column} @@ words::tsquery), false
    FROM unnest(%s::text[]) words
"""


@dataclass(frozen=True)
class Leaf:
    """The practices that hold one word or phrase, as of so many changes."""

    found: BitMap
    at: int

    @property
    def size(self) -> int:
        return LEAST_BYTES + 2 * len(self.found)


@dataclass(frozen=True)
class Moment:
    """As of when sets are true."""

    # How many changes were followed.
    at: int = 0
    # Which transactions are in them (a pg_snapshot); nothing for the sets of one transaction's own.
    snapshot: str | None = None

    @property
    def oldest(self) -> int | None:
        """Every transaction below this number is in them."""
        return None if self.snapshot is None else int(self.snapshot.partition(":")[0])


class Leaves:
    """What the words that were asked for find. For many threads at once."""

    def __init__(self) -> None:
        # (column, tsquery) -> Leaf, the last asked for last.
        self.kept: OrderedDict[tuple[str, str], Leaf] = OrderedDict()
        self.bytes = 0
        # How many changes were followed, and of which practices the last of them were.
        self.changes = 0
        self.log: deque[tuple[int, int]] = deque(maxlen=MOST_REMEMBERED)
        self.lock = threading.Lock()

    def follow(self, changed: Iterable[int]) -> int:
        """Notes that the words of these practices must be asked anew; gives how many changed."""
        with self.lock:
            for pk in changed:
                self.changes += 1
                self.log.append((self.changes, pk))
            return self.changes

    def holding_each(
        self, tsqueries: Sequence[str], moment: Moment, *, column: str
    ) -> list[BitMap]:
        """For each, the practices whose words match as of a moment.

        What changed after it is left out: who asks knows nothing else of it yet, not even who may
        find it.
        """
        with self.lock:
            at = self.changes
            kept = {one: leaf for one in tsqueries if (leaf := self._leaf(column, one))}
            changed = self._since(min((leaf.at for leaf in kept.values()), default=at))
        answers = {one: leaf.found for one, leaf in kept.items()}
        stale = [one for one, leaf in kept.items() if leaf.at < at]
        fresh: dict[str, BitMap] = {}
        unseen, is_own = BitMap(), False
        if stale:
            found, unseen, is_own = _ask(
                FIND_AMONG.format(column=column), [list(changed), stale], moment
            )
            fresh |= {one: (answers[one] - changed) | found[one] for one in stale}
        if new := list(dict.fromkeys(one for one in tsqueries if one not in kept)):
            found, more, is_own = _ask(FIND[column], [new], moment)
            fresh |= found
            unseen |= more
        if moment.snapshot is None:  # sets of this transaction's own: all that it sees is in them
            unseen, is_own = BitMap(), False
        with self.lock:
            later = self._since(moment.at)
            for one, held in fresh.items():
                answers[one] = held - unseen
                if not is_own:
                    self._remember((column, one), Leaf(answers[one], at))
        return [answers[one] - later if later else answers[one] for one in tsqueries]

    def _leaf(self, column: str, tsquery: str) -> Leaf | None:
        """What is kept, unless more changed since than is remembered."""
        leaf = self.kept.get((column, tsquery))
        if leaf is None or leaf.at < self.changes - len(self.log):
            return None
        self.kept.move_to_end((column, tsquery))
        return leaf

    def _since(self, at: int) -> BitMap:
        """The practices that changed after so many changes."""
        return BitMap(pk for _, pk in takewhile(lambda one: one[0] > at, reversed(self.log)))

    def _remember(self, key: tuple[str, str], leaf: Leaf) -> None:
        self._drop(key)
        self.kept[key] = leaf
        self.bytes += leaf.size
        while self.bytes > MOST_BYTES and len(self.kept) > 1:
            self._drop(next(iter(self.kept)))

    def _drop(self, key: tuple[str, str]) -> None:
        leaf = self.kept.pop(key, None)
        if leaf is not None:
            self.bytes -= leaf.size


def _ask(
    statement: str, values: list[Any], moment: Moment
) -> tuple[dict[str, BitMap], BitMap, bool]:
    """(tsquery -> practices, what changed since the moment, whether some of it is one's own)."""
    with connection.cursor() as cursor:
        cursor.execute(statement + UNSEEN, [*values, moment.oldest, moment.snapshot])
        *rows, (_, unseen, is_own) = cursor.fetchall()
    return {words: numbers(sent) for words, sent, _ in rows}, numbers(unseen), is_own


def numbers(sent: bytes | None) -> BitMap:
    """Numbers as PostgreSQL sends them: four bytes each, the largest first."""
    if not sent:
        return BitMap()
    found = array("I", sent)
    if sys.byteorder == "little":
        found.byteswap()
    return BitMap(found)
