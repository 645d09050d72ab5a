"""Why something was found: its words marked where they stand, or the synonym that led to it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import Stemmer
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .folding import unaccented
from .looking import Looking
from .models import Entry
from .wording import Part

# As PostgreSQL divides a text: of a possessive the last letter is a word that every text has.
WORD = re.compile(r"[^\W_]+")
# Tags and entities of finished HTML: no words of it.
MARKUP = re.compile(r"(<[^>]*>|&[#\w]+;)")
LEXEME = re.compile(r"'((?:[^']|'')+)'")
BEFORE, AFTER = 60, 140
MOST_STEMS = 50_000
# Words of a phrase stand side by side, with one or two small ones between them at most.
NEAR = 3
# Two stems of one word begin alike.
ALIKE = 3


@dataclass
class Why:
    """What is shown of it below a result."""

    # A passage of the record with its words marked, where the card has none of them.
    passage: SafeString = field(default_factory=SafeString)
    # (what stands there, what was typed)
    synonyms: list[tuple[str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.passage or self.synonyms)


@dataclass(frozen=True)
class _Meaning:
    """Words that are looked for, and what was typed where they are."""

    part: Part
    words: str
    # What is one word after another, as stems.
    stems: tuple[str, ...]
    is_synonym: bool


@dataclass(frozen=True)
class _Place:
    """A word of a text that is looked for."""

    start: int
    end: int
    meanings: tuple[_Meaning, ...]


class Marker:
    """Knows the stems that were looked for, and marks them."""

    def __init__(self, looking: Looking) -> None:
        self.parts = looking.wanted
        # First stem -> what begins with it.
        self.meanings: dict[str, list[_Meaning]] = {}
        for part in self.parts:
            for words in part.looked_for:
                stems = _stems_of(words, looking.lexemes[words])
                if stems:
                    meaning = _Meaning(part, words, stems, words != part.typed)
                    self.meanings.setdefault(stems[0], []).append(meaning)

    def mark(self, html: str) -> tuple[str, list[_Meaning]]:
        """Finished HTML with the words between its tags marked, and what they mean."""
        # Markup becomes spaces for the search, so that a phrase may stand in several tags.
        plain = MARKUP.sub(lambda found: " " * len(found[0]), html)
        return self._marked(html, list(self._places(plain)))

    def passage(self, text: str, parts: list[Part]) -> tuple[SafeString, list[_Meaning]]:
        """The first place in a text where one of these parts stands, and every meaning in it."""
        places = list(self._places(text))
        found = [one for place in places for one in place.meanings]
        first = next(
            (place for place in places if any(one.part in parts for one in place.meanings)), None
        )
        if first is None:
            return SafeString(""), found
        line_start = text.rfind("\n", 0, first.start) + 1
        line_end = text.find("\n", first.end)
        line_end = len(text) if line_end < 0 else line_end
        start = max(line_start, first.start - BEFORE)
        end = min(line_end, first.end + AFTER)
        if start > line_start:
            start = text.find(" ", start, first.start) + 1 or start
        if end < line_end:
            end = text.rfind(" ", first.end, end) if " " in text[first.end : end] else end
        marked, _ = self.mark(str(escape(text[start:end].strip())))
        before, after = "… " if start > line_start else "", " …" if end < line_end else ""
        return mark_safe(f"{before}{marked}{after}"), found  # noqa: S308  escaped one line above

    def _places(self, text: str) -> Iterator[_Place]:
        """Every word of a text that is looked for; of a phrase, each where all of it stands."""
        words = [(word.start(), word.end(), stem_of(word[0])) for word in WORD.finditer(text)]
        held: dict[int, list[_Meaning]] = {}
        for at, (_, _, stem) in enumerate(words):
            for meaning in self.meanings.get(stem, ()):
                for place in _phrase_at(words, at, meaning.stems):
                    held.setdefault(place, []).append(meaning)
        for place in sorted(held):
            start, end, _ = words[place]
            yield _Place(start, end, tuple(held[place]))

    @staticmethod
    def _marked(html: str, places: list[_Place]) -> tuple[str, list[_Meaning]]:
        pieces, last = [], 0
        for place in places:
            pieces += [html[last : place.start], "<mark>", html[place.start : place.end], "</mark>"]
            last = place.end
        pieces.append(html[last:])
        return "".join(pieces), [one for place in places for one in place.meanings]


def _phrase_at(words: list[tuple[int, int, str]], at: int, stems: tuple[str, ...]) -> list[int]:
    """The places of all stems of a phrase that begins here; none where it is not whole."""
    found = [at]
    for stem in stems[1:]:
        near = range(found[-1] + 1, min(len(words), found[-1] + 1 + NEAR))
        following = next((place for place in near if words[place][2] == stem), None)
        if following is None:
            return []
        found.append(following)
    return found


def _stems_of(words: str, tsquery: str) -> tuple[str, ...]:
    """The stems of words, in order, as `stem_of` makes them; none of words that every text has.

    PostgreSQL may have another edition of the same stemmer: its stem and ours begin alike.
    """
    lexemes = [stem.replace("''", "'") for stem in LEXEME.findall(tsquery)]
    own = [stem_of(word) for word in WORD.findall(words)]
    starts = {stem[:ALIKE] for stem in lexemes if stem not in own}
    return tuple(stem for stem in own if stem in lexemes or stem[:ALIKE] in starts)


def explain(results: list[Any], looking: Looking, *, entries: QuerySet[Entry]) -> None:
    """Gives each practice `why`, and a live one's card with its words marked. One question.

    `results` are rows that the reader may see; `entries` is where their text is read from.
    """
    marker = Marker(looking)
    entries = entries.filter(pk__in=[row.pk for row in results])
    # By whether it is live: what was taken down a moment ago has a draft's text by now.
    texts = {(pk, live): text for pk, live, text in entries.values_list("pk", "live", "text")}
    for row in results:
        meanings: list[_Meaning] = []
        if row.live:
            row.card_html, meanings = marker.mark(row.card_html)
        missing = [part for part in marker.parts if all(one.part != part for one in meanings)]
        why = Why()
        if missing:
            why.passage, more = marker.passage(texts.get((row.pk, row.live), ""), missing)
            meanings += more
        why.synonyms = _synonyms(marker.parts, meanings)
        row.why = why


def _synonyms(parts: Iterable[Part], meanings: list[_Meaning]) -> list[tuple[str, str]]:
    told = []
    for part in parts:
        own = [one for one in meanings if one.part == part]
        if own and all(one.is_synonym for one in own):
            told.append((own[0].words, part.typed))
    return told


_own = threading.local()


@lru_cache(maxsize=MOST_STEMS)
def stem_of(word: str) -> str:
    """As PostgreSQL's “english” makes it: both use Snowball (https://snowballstem.org)."""
    if not hasattr(_own, "stemmer"):
        _own.stemmer = Stemmer.Stemmer("english")  # one a thread: it is not shared safely
    return _own.stemmer.stemWord(unaccented(word).lower())
