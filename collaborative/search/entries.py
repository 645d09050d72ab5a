"""Keeps an entry true: written with the practice's own row, in the same transaction."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from practices.derived import searched_words
from practices.evidence import Grade
from practices.models import Adoption, Practice, ScopeArea

from .folding import as_read, unaccented
from .terms import LIVE, terms_of

# Raised when entries are made otherwise: `migrate` then makes all of them anew.
BUILD = 2
CONFIG = "english"
EVIDENCE = {Grade.NOT_YET: 0, Grade.SUGGESTIVE: 1, Grade.MODERATE: 2, Grade.STRONG: 3}
# PostgreSQL refuses a vector of more than a megabyte; a record at its longest has a tenth of it.
LONGEST_TEXT = 300_000
WORD = re.compile(r"\b[^\W\d_]{3,40}\b")
BATCH = 500
MANY_HOLD = 1_000

KEPT = (
    "live", "terms", "published_at", "verified_at", "adopters", "title_key", "evidence",
    "comes_later", "head", "vector", "text", "build",
)  # fmt: skip
# What did not change is not written again: indexes of words are slow to write, and every process
# hears of what is written.
KEEP = f"""
    WITH changed AS (
        INSERT INTO search_entry AS kept (practice_id, {", ".join(KEPT)})
        SELECT %(pk)s, %(live)s, %(terms)s, %(published_at)s, %(verified_at)s, %(adopters)s,
            %(title_key)s, %(evidence)s, %(comes_later)s, head,
            head || setweight(to_tsvector('{CONFIG}', %(said_by)s), 'C')
                || setweight(to_tsvector('{CONFIG}', %(rest)s), 'D'),
            %(text)s, %(build)s
        FROM (SELECT setweight(to_tsvector('{CONFIG}', %(title)s), 'A')
            || setweight(to_tsvector('{CONFIG}', %(card)s), 'B') AS head) AS made
        ON CONFLICT (practice_id) DO UPDATE
        SET {", ".join(f"{name} = excluded.{name}" for name in KEPT)}
        WHERE ({", ".join(f"kept.{name}" for name in KEPT)})
            IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in KEPT)})
        RETURNING practice_id
    )
    INSERT INTO search_change (practice_id, transaction)
    SELECT practice_id, pg_current_xact_id()::text::bigint FROM changed
    ON CONFLICT (practice_id) DO UPDATE SET transaction = excluded.transaction
"""  # noqa: S608  names of columns and of a configuration
BEFORE = "SELECT practice_id, text FROM search_entry WHERE live AND practice_id = ANY(%s)"
GONE = """
    INSERT INTO search_change (practice_id, transaction)
    SELECT pk, pg_current_xact_id()::text::bigint FROM unnest(%s::bigint[]) AS pk
    ON CONFLICT (practice_id) DO UPDATE SET transaction = excluded.transaction
"""
# In one order always: two who publish at once never wait for each other in a ring.
LEARN = """
    INSERT INTO search_word (word) SELECT word FROM unnest(%s::text[]) AS word ORDER BY word
    ON CONFLICT DO NOTHING
"""
# A word may have had to go: it stays only while a live practice holds it. Of a word that thousands
# hold that is not asked, for it would take as long as reading all of them.
UNLEARN = f"""
    WITH common AS MATERIALIZED (
        SELECT stem FROM pg_class JOIN pg_stats ON tablename = relname,
            unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common(stem, share)
        WHERE oid = 'search_entry'::regclass AND schemaname = current_schema()
            AND attname = 'vector' AND share * reltuples >= {MANY_HOLD}
    ), rare AS MATERIALIZED (
        SELECT word FROM search_word WHERE word = ANY(%s::text[]) AND NOT EXISTS (
            SELECT FROM common
            WHERE stem = (tsvector_to_array(to_tsvector('{CONFIG}', word)))[1])
    ), gone AS MATERIALIZED (
        SELECT word FROM rare WHERE NOT EXISTS (
            SELECT FROM search_entry
            WHERE live AND vector @@ phraseto_tsquery('{CONFIG}', rare.word))
    )
    DELETE FROM search_word USING gone WHERE search_word.word = gone.word
"""  # noqa: S608  the name of a configuration and a number


def keep(practices: Sequence[Practice], areas: Sequence[ScopeArea]) -> None:
    """Writes the entries of practices as their rows now stand. Asks for a transaction.

    `areas` are those of these practices at least.
    """
    pks = [practice.pk for practice in practices]
    adopters = _adopters(pks)
    told = [_columns(practice, areas, adopters[practice.pk]) for practice in practices]
    with connection.cursor() as cursor:
        cursor.execute(BEFORE, [pks])
        before = dict(cursor.fetchall())
        cursor.executemany(KEEP, told)
        live = [one for one in told if one["live"]]
        heads = (f"{one['title']}\n{one['card']}" for one in live)
        cursor.execute(LEARN, [sorted({word for head in heads for word in _plain_words(head)})])
        now = {one["pk"]: one["text"] for one in live}
        gone = {
            word
            for pk, text in before.items()
            if text != now.get(pk, "")
            for word in _plain_words(text) - _plain_words(now.get(pk, ""))
        }
        if gone:
            cursor.execute(UNLEARN, [sorted(gone)])


def forget(pks: Iterable[int]) -> None:
    """Tells every process that these practices are no more. Their entries went with their rows."""
    with connection.cursor() as cursor:
        cursor.execute(GONE, [sorted(pks)])


def rebuild(*, only_older: bool = False) -> int:
    """Makes the entries of all practices anew, some at a time; gives how many.

    Nobody waits for it: what is found meanwhile is found by the entry that is there. Each batch
    locks its practices as publishing does, so it never writes older words over newer ones.
    """
    practices = Practice.objects.order_by("pk")
    if only_older:
        practices = practices.exclude(entry__build=BUILD)
    areas = list(ScopeArea.objects.in_order())
    made, last = 0, 0
    while True:
        with transaction.atomic():
            batch = practices.filter(pk__gt=last).select_for_update(of=("self",))
            rows = list(batch.select_related("institution").defer("card_html", "body_html")[:BATCH])
            if not rows:
                return made
            keep(rows, areas)
        made += len(rows)
        last = rows[-1].pk


def _columns(practice: Practice, areas: Sequence[ScopeArea], adopters: list[str]) -> dict[str, Any]:
    terms = terms_of(practice, adopters)
    words = searched_words(practice, [area for area in areas if area.slug in practice.scopes])
    card = "\n".join((*words.card, *words.filed))
    rest = "\n".join(words.rest)
    said_by = "\n".join(words.said_by)
    return {
        "pk": practice.pk,
        "live": LIVE in terms,
        "terms": terms,
        "published_at": practice.published_at,
        "verified_at": practice.verified_at if practice.is_verified else None,
        "adopters": practice.adopters,
        "title_key": practice.title.casefold()[:140],
        "evidence": EVIDENCE[practice.evidence_grade],
        "comes_later": practice.is_ended or practice.is_overdue,
        "title": as_read(words.title),
        "card": as_read(card)[:LONGEST_TEXT],
        "said_by": as_read(said_by)[:LONGEST_TEXT],
        "rest": as_read(rest)[:LONGEST_TEXT],
        "text": f"{words.title}\n{card}\n{said_by}\n{rest}"[:LONGEST_TEXT],
        "build": BUILD,
    }


def _adopters(pks: list[int]) -> dict[int, list[str]]:
    """The institutions that use each now, as their stewards confirmed: what the ledger says."""
    found: dict[int, list[str]] = defaultdict(list)
    lines = Adoption.objects.filter(practice_id__in=pks).at_work().order_by("pk")
    for pk, slug in lines.values_list("practice_id", "institution__slug"):
        found[pk].append(slug)
    return found


def _plain_words(text: str) -> set[str]:
    return set(WORD.findall(unaccented(text).lower()))
