"""Slips of the keyboard: the word that is most alike among those by which something is found.

Alike is PostgreSQL's trigram similarity. Candidates come from titles, cards and tags of live
practices; one is taken only if this person can find something by it, so a suggestion tells
nothing of a draft (pg_trgm: https://www.postgresql.org/docs/current/pgtrgm.html).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection

from .folding import folded

WORD = re.compile(r"[^\W\d_]{4,40}")
SAME_ENOUGH = 0.4
MOST_CANDIDATES = 12
MOST_MENDED = 3
ALIKE = """
    SELECT word FROM search_word WHERE word %% %(word)s AND similarity(word, %(word)s) >= %(least)s
    ORDER BY similarity(word, %(word)s) DESC,
        abs(length(word) - length(%(word)s)), word LIMIT %(most)s
"""
BEGINNING = "SELECT word FROM search_word WHERE word LIKE %s ORDER BY length(word), word LIMIT %s"


def nearest(word: str, *, finds: Callable[[str], int]) -> str:
    """The word that was meant, or nothing. `finds` says how many this person finds by one."""
    if not WORD.fullmatch(word):
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            ALIKE, {"word": folded(word), "least": SAME_ENOUGH, "most": MOST_CANDIDATES}
        )
        alike = [one for (one,) in cursor.fetchall()]
    return next((one for one in alike if finds(one)), "")


def beginning(start: str, *, most: int) -> list[str]:
    """Words that begin so, the shortest first."""
    plain = folded(start)
    if not plain.isalpha():
        return []
    with connection.cursor() as cursor:
        cursor.execute(BEGINNING, [f"{plain}%", most])
        return [word for (word,) in cursor.fetchall()]
