"""Keeps an entry true: written with the practice's own row, in the same transaction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from practices.derived import SearchedWords, searched_words
from practices.evidence import Grade
from practices.models import Practice, ScopeArea

from .folding import without_accents
from .terms import LIVE, terms_of

# Raised when entries are made otherwise: `migrate` then makes all of them anew.
BUILD = 1
CONFIG = "english"
EVIDENCE = {Grade.NOT_YET: 0, Grade.SUGGESTIVE: 1, Grade.MODERATE: 2, Grade.STRONG: 3}
# PostgreSQL refuses a vector of more than a megabyte; a record at its longest has a tenth of it.
LONGEST_TEXT = 300_000
WORD = re.compile(r"\b[^\W\d_]{3,40}\b")
BATCH = 500

KEEP = """
    INSERT INTO search_entry (practice_id, live, terms, published_at, verified_at, adopters,
        title_key, evidence, comes_later, head, vector, text, build)
    VALUES (%(pk)s, %(live)s, %(terms)s, %(published_at)s, %(verified_at)s, %(adopters)s,
        %(title_key)s, %(evidence)s, %(comes_later)s,
        setweight(to_tsvector('{config}', %(title)s), 'A') ||
        setweight(to_tsvector('{config}', %(card)s), 'B'),
        setweight(to_tsvector('{config}', %(title)s), 'A') ||
        setweight(to_tsvector('{config}', %(card)s), 'B') ||
        setweight(to_tsvector('{config}', %(said_by)s), 'C') ||
        setweight(to_tsvector('{config}', %(rest)s), 'D'),
        %(text)s, %(build)s)
    ON CONFLICT (practice_id) DO UPDATE SET live = excluded.live, terms = excluded.terms,
        published_at = excluded.published_at, verified_at = excluded.verified_at,
        adopters = excluded.adopters, title_key = excluded.title_key,
        evidence = excluded.evidence, comes_later = excluded.comes_later, head = excluded.head,
        vector = excluded.vector, text = excluded.text, build = excluded.build
""".format(config=CONFIG)
CHANGED = """
    INSERT INTO search_change (practice_id, transaction)
    SELECT pk, pg_current_xact_id()::text::bigint FROM unnest(%s::bigint[]) AS pk
    ON CONFLICT (practice_id) DO UPDATE SET transaction = excluded.transaction
"""
# In one order always: two who publish at once never wait for each other in a ring.
LEARN = """
    INSERT INTO search_word (word) SELECT word FROM unnest(%s::text[]) AS word ORDER BY word
    ON CONFLICT DO NOTHING
"""


# A word may have had to go: it stays only while a live practice holds it.
UNLEARN = """
    DELETE FROM search_word WHERE word = ANY(%s::text[]) AND NOT EXISTS (
        SELECT FROM search_entry WHERE live AND vector @@ phraseto_tsquery('{config}', word))
""".format(config=CONFIG)


def keep(practice: Practice, areas: Sequence[ScopeArea]) -> None:
    """Writes the entry of a practice as its row now stands. Asks for a transaction."""
    words = searched_words(practice, list(areas))
    columns = _columns(practice, words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM search_entry WHERE live AND practice_id = %s", [practice.pk])
        before = cursor.fetchone()
        cursor.execute(KEEP, columns)
        cursor.execute(CHANGED, [[practice.pk]])
        if practice.live:
            said = "\n".join((words.title, *words.card, *words.filed))
            cursor.execute(LEARN, [sorted(_plain_words(said))])
        now_live = columns["text"] if practice.live else ""
        gone = _plain_words(before[0]) - _plain_words(now_live) if before else set()
        if gone:
            cursor.execute(UNLEARN, [sorted(gone)])


def forget(pks: Iterable[int]) -> None:
    """Tells every process that these practices are no more. Their entries went with their rows."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [sorted(pks)])


def rebuild(*, only_older: bool = False) -> int:
    """Makes the entries of all practices anew, some at a time; gives how many.

    Nobody waits for it: what is found meanwhile is found by the entry that is there. Each batch
    locks its practices as publishing does, so it never writes older words over newer ones.
    """
    practices = Practice.objects.order_by("pk")
    if only_older:
        practices = practices.exclude(entry__build=BUILD)
    areas = {area.slug: area for area in ScopeArea.objects.in_order()}
    made, last = 0, 0
    while True:
        with transaction.atomic():
            batch = practices.filter(pk__gt=last).select_for_update(of=("self",))
            rows = list(
                batch.select_related("institution").defer("card_html", "body_html")[:BATCH]
            )
            for row in rows:
                keep(row, [area for slug, area in areas.items() if slug in row.scopes])
        if not rows:
            return made
        made += len(rows)
        last = rows[-1].pk


def _columns(practice: Practice, words: SearchedWords) -> dict[str, Any]:
    terms = terms_of(practice)
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
        "title": without_accents(words.title),
        "card": without_accents(card)[:LONGEST_TEXT],
        "said_by": without_accents(said_by)[:LONGEST_TEXT],
        "rest": without_accents(rest)[:LONGEST_TEXT],
        "text": "\n".join((words.title, card, said_by, rest))[:LONGEST_TEXT],
        "build": BUILD,
    }


def _plain_words(text: str) -> set[str]:
    return set(WORD.findall(without_accents(text).lower()))
