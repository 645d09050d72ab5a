"""In what order, and which of them stand on one page.

An unbounded set is never ranked or sent: of many matches, those that hold the words in title or
card are looked at first, then those that hold them elsewhere, each the ones begun last.
"""

# ruff: noqa: S608  only names of columns are put into the text, values never

from __future__ import annotations

from typing import Any

from django.db import connection
from pyroaring import BitMap

from .bitmaps import Index
from .looking import Looking, Matches
from .params import MOST_ROWS, SearchQuery
from .terms import FACET_KINDS, LIVE, term

MOST_RANKED = 500
MOST_RANKED_ELSEWHERE = 300
# Up to so many are told to PostgreSQL by number; more are found by walking the order they are in.
MOST_TOLD = 10_000

NEWEST = "published_at DESC NULLS FIRST, practice_id DESC"
ORDERS = {
    "newest": NEWEST,
    "adopted": f"adopters DESC, {NEWEST}",
    "verified": f"verified_at DESC NULLS LAST, {NEWEST}",
    "evidence": f"evidence DESC, {NEWEST}",
    "title": "title_key, practice_id",
}
# A word in the title counts ten times one in the rest of the record (PostgreSQL's own weights).
# What was typed counts more than what says the same. Freshness and evidence move what is nearly
# alike: a year is worth half a hundredth, a step of evidence three. Ended and overdue: half.
RANK = f"""
    SELECT practice_id FROM search_entry, (SELECT %(typed)s::tsquery AS typed,
        %(looked_for)s::tsquery AS looked_for) AS asked
    WHERE practice_id = ANY(%(numbers)s)
    ORDER BY (ts_rank({{column}}, typed) + 0.5 * ts_rank({{column}}, looked_for))
        * (1 + 0.03 * evidence
           + 0.005 * coalesce(extract(epoch FROM published_at - '2020-01-01') / 31557600, 10))
        * CASE WHEN comes_later THEN 0.5 ELSE 1 END DESC, {NEWEST}
"""


def page_of(
    query: SearchQuery,
    found: BitMap,
    index: Index,
    looking: Looking | None,
    matches: Matches,
    *,
    start: int,
    most: int,
    most_rows: int = MOST_ROWS,
) -> list[int]:
    """The numbers of the practices on one page of `found`, which ends after `most_rows`."""
    if looking is not None and query.order == "relevance":
        numbers: list[int] = []
        for place, tier in enumerate(matches.tiers):
            joined_by = "|" if place else "&"
            wanted = min(start + most, most_rows) - len(numbers)
            numbers += _ranked(tier & found, index, looking, joined_by, wanted)
            if len(numbers) >= start + most:
                break
        return numbers[start : start + most]
    # Which have most of the words no order can tell: of very many the ones begun last.
    if len(found) <= MOST_TOLD or matches.has_some:
        return _sorted(query.order, list(found[-MOST_TOLD:]), start=start, most=most)
    return _walked(query, found, index, looking, start=start, most=most)


def _ranked(
    found: BitMap, index: Index, looking: Looking, joined_by: str, wanted: int
) -> list[int]:
    """The best of these, as many as are wanted: each step is taken only if it is reached."""
    in_head = found & looking.in_head(index, joined_by)
    ranked = _rank(list(in_head[-MOST_RANKED:]), looking, joined_by, column="head")
    if len(ranked) < wanted:
        others = list((found - in_head)[-MOST_RANKED_ELSEWHERE:])
        ranked += _rank(others, looking, joined_by, column="vector")
    # What lies beyond follows newest first.
    if len(ranked) < wanted and (rest := (found - BitMap(ranked))[-MOST_TOLD:]):
        ranked += _sorted("newest", list(rest), start=0, most=wanted - len(ranked))
    return ranked[:wanted]


def _rank(numbers: list[int], looking: Looking, joined_by: str, *, column: str) -> list[int]:
    if not numbers:
        return []
    return _numbers(
        RANK.format(column=column),
        {
            "typed": looking.tsquery(only_typed=True, joined_by=joined_by),
            "looked_for": looking.tsquery(joined_by=joined_by),
            "numbers": numbers,
        },
    )


def _sorted(order: str, numbers: list[int], *, start: int, most: int) -> list[int]:
    return _numbers(
        f"""
        SELECT practice_id FROM search_entry WHERE practice_id = ANY(%(numbers)s)
        ORDER BY {ORDERS[order]} LIMIT %(most)s OFFSET %(start)s
        """,
        {"numbers": numbers, "most": most, "start": start},
    )


def _walked(
    query: SearchQuery,
    found: BitMap,
    index: Index,
    looking: Looking | None,
    *,
    start: int,
    most: int,
) -> list[int]:
    """From a large set: live ones by walking the index of the order, drafts (few) by number."""
    drafts = list((found - index.having(LIVE))[-MOST_TOLD:])
    conditions = ["live"]
    values: dict[str, Any] = {"most": start + most, "drafts": drafts, "start": start, "page": most}
    for kind in FACET_KINDS:
        if chosen := query.chosen(kind.name):
            conditions.append(f"terms && %({kind.name})s::varchar[]")
            values[kind.name] = [term(kind.name, value) for value in chosen]
    if looking is not None:
        conditions.append("vector @@ %(words)s::tsquery")
        values["words"] = looking.tsquery()
    order = ORDERS[query.order]
    live_order = order.replace(" NULLS FIRST", "")
    return _numbers(
        f"""
        SELECT practice_id FROM (
            (SELECT * FROM search_entry WHERE {" AND ".join(conditions)}
             ORDER BY {live_order} LIMIT %(most)s)
            UNION ALL
            (SELECT * FROM search_entry WHERE practice_id = ANY(%(drafts)s)
             ORDER BY {order} LIMIT %(most)s)
        ) AS both_kinds ORDER BY {order} LIMIT %(page)s OFFSET %(start)s
        """,
        values,
    )


def _numbers(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [number for (number,) in cursor.fetchall()]
