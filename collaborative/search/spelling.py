"""Words that nobody wrote: the nearest ones that live practices are filed under.

Only titles and tags that everybody may read are looked at, so a suggestion tells nothing of a
draft. Compared in Python: it happens only where nothing was found, and needs no extension of the
database.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from django.db import connection

from practices.models import ScopeArea

from .params import SearchQuery

WORD = re.compile(r"[^\W\d_]{4,40}")
SAME_ENOUGH = 0.78
MOST_KNOWN = 5_000
MOST_MENDED = 3
LONGEST_SLIP = 2
TITLES_AND_TAGS = """
    SELECT word FROM practices_practice,
        regexp_split_to_table(lower(title || ' ' || array_to_string(tags, ' ')), '[^[:alpha:]]+')
        AS word
    WHERE live AND length(word) BETWEEN 4 AND 40
    GROUP BY word ORDER BY count(*) DESC, word LIMIT %s
"""


def known_words(areas: Sequence[ScopeArea]) -> list[str]:
    """The words of live titles and tags, the most used first, and those of the areas' names."""
    with connection.cursor() as cursor:
        cursor.execute(TITLES_AND_TAGS, [MOST_KNOWN])
        words = [word for (word,) in cursor.fetchall()]
    named = WORD.findall(" ".join(area.name for area in areas).lower())
    return list(dict.fromkeys([*words, *named]))


def mended(query: SearchQuery, known: list[str]) -> SearchQuery | None:
    """The same search with each unknown word replaced by the nearest known one, or None."""
    is_known = set(known)
    left = MOST_MENDED

    def mend(found: re.Match[str]) -> str:
        nonlocal left
        word = found[0].lower()
        if word in is_known or left == 0:
            return found[0]
        left -= 1
        alike = [one for one in known if abs(len(one) - len(word)) <= LONGEST_SLIP]
        nearest = get_close_matches(word, alike, n=1, cutoff=SAME_ENOUGH)
        return nearest[0] if nearest else found[0]

    words = WORD.sub(mend, query.words)
    return None if words == query.words else replace(query, words=words)
