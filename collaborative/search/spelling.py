"""Slips of the keyboard: the word that is most alike among those by which something is found.

PostgreSQL's trigrams bring the candidates, from titles, cards and tags of live practices
(https://www.postgresql.org/docs/current/pgtrgm.html); how much of the letters is in the same order
says which is nearest, because two letters that changed places spoil half of a word's trigrams. One
is taken only if this person can find something by it: a suggestion tells nothing of a draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches

from django.db import connection

from .folding import fold

WORD = re.compile(r"[^\W\d_]{4,40}")
SAME_ENOUGH = 0.78
MOST_CANDIDATES = 60
MOST_MENDED = 3
# Each is a question or two: of more than a few, none is what was meant.
MOST_TRIED = 8
LONGEST_SLIP = 2
ALIKE = "SELECT word FROM search_word ORDER BY word <-> %(word)s, word LIMIT %(most)s"
BEGINNING = "SELECT word FROM search_word WHERE word LIKE %s ORDER BY length(word), word LIMIT %s"


def nearest(word: str, *, finds: Callable[[str], bool], also: Collection[str] = ()) -> str:
    """The word that was meant, or nothing.

    `finds` says whether this person finds anything by one; `also` are other words to choose from.
    """
    if not WORD.fullmatch(word):
        return ""
    plain = fold(word)
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {"word": plain, "most": MOST_CANDIDATES})
        alike = [one for (one,) in cursor.fetchall()]
    alike += (
        one for one in also if one[:1] == plain[:1] and abs(len(one) - len(plain)) <= LONGEST_SLIP
    )
    near = get_close_matches(plain, dict.fromkeys(alike), n=MOST_TRIED, cutoff=SAME_ENOUGH)
    return next((one for one in near if finds(one)), "")


def beginning(start: str, *, most: int) -> list[str]:
    """Words that begin so, the shortest first."""
    plain = fold(start)
    if not plain.isalpha():
        return []
    with connection.cursor() as cursor:
        cursor.execute(BEGINNING, [f"{plain}%", most])
        return [word for (word,) in cursor.fetchall()]
