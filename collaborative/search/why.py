"""Why something was found: its words marked where they stand, or the synonym that led to it."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

import Stemmer
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .folding import unaccented
from .looking import Looking
from .models import Entry
from .wording import Part

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Tags and entities of finished HTML: no words of it.
MARKUP = re.compile(r"(<[^>]*>|&[#\w]+;)")
LEXEME = re.compile(r"(?:<(-|\d+)> )?'((?:[^']|'')+)'")
BEFORE, AFTER = 60, 140
MOST_STEMS = 50_000


@dataclass
class Why:
    """What is shown of it below a result."""

    # A passage of the record with its words marked, where the card has none of them.
    passage: SafeString = SafeString("")
    # (what stands there, what was typed)
    synonyms: list[tuple[str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.passage or self.synonyms)


@dataclass(frozen=True)
class _Meaning:
    """Stems one after another that stand for a part; each with its distance from the first."""

    part: Part
    words: str
    is_synonym: bool
    stems: tuple[tuple[str, int], ...]


class Marker:
    """Knows the stems that were looked for, and marks them."""

    def __init__(self, looking: Looking) -> None:
        self.parts = [part for part in looking.wording.wanted if looking.stems(part)]
        # The first stem of a phrase -> what it may be the beginning of.
        self.beginnings: dict[str, list[_Meaning]] = {}
        for part in self.parts:
            for words in part.looked_for:
                if stems := _stems_of(looking.lexemes[words]):
                    meaning = _Meaning(part, words, words != part.typed, stems)
                    self.beginnings.setdefault(stems[0][0], []).append(meaning)

    def mark(self, html: str) -> tuple[str, list[_Meaning]]:
        """Finished HTML with the words between its tags marked, and what they mean."""
        found: list[_Meaning] = []
        pieces = MARKUP.split(html)
        for place in range(0, len(pieces), 2):
            text = pieces[place]
            if not text.strip():
                continue
            marks = self._marks(text)
            found += [meaning for _, _, meaning in marks]
            pieces[place] = _marked(text, {(start, end) for start, end, _ in marks})
        return "".join(pieces), found

    def _marks(self, text: str) -> list[tuple[int, int, _Meaning]]:
        """(start, end, what it means) of every word to mark, in order."""
        words = list(WORD.finditer(text))
        stems = [stem_of(word[0]) for word in words]
        marks = []
        for place, stem in enumerate(stems):
            for meaning in self.beginnings.get(stem, ()):
                places = [place + distance for _, distance in meaning.stems]
                if places[-1] < len(stems) and all(
                    stems[at] == wanted
                    for at, (wanted, _) in zip(places, meaning.stems, strict=True)
                ):
                    marks += [(words[at].start(), words[at].end(), meaning) for at in places]
        return marks

    def passage(self, text: str, parts: list[Part]) -> tuple[SafeString, list[_Meaning]]:
        """The first place in a text where one of these parts stands, and every meaning in it."""
        marks = self._marks(text)
        found = [meaning for _, _, meaning in marks]
        first = next(((start, end) for start, end, one in marks if one.part in parts), None)
        if first is None:
            return SafeString(""), found
        line_start = text.rfind("\n", 0, first[0]) + 1
        line_end = text.find("\n", first[1])
        line_end = len(text) if line_end < 0 else line_end
        start = max(line_start, first[0] - BEFORE)
        end = min(line_end, first[1] + AFTER)
        if start > line_start:
            start = text.find(" ", start, first[0]) + 1 or start
        if end < line_end:
            end = text.rfind(" ", first[1], end) if " " in text[first[1] : end] else end
        marked, _ = self.mark(str(escape(text[start:end].strip())))
        before, after = "… " if start > line_start else "", " …" if end < line_end else ""
        return mark_safe(f"{before}{marked}{after}"), found  # noqa: S308  escaped one line above


def _stems_of(tsquery: str) -> tuple[tuple[str, int], ...]:
    """The stems of a word or phrase as PostgreSQL writes it: 'health' <-> 'care', 'a' <2> 'b'."""
    stems: list[tuple[str, int]] = []
    at = 0
    for distance, stem in LEXEME.findall(tsquery):
        at += 1 if distance == "-" else int(distance or 0)
        stems.append((stem.replace("''", "'"), at))
    return tuple(stems)


def _marked(text: str, places: set[tuple[int, int]]) -> str:
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]}<mark>{text[start:end]}</mark>{text[end:]}"
    return text


def explain(results: list[Any], looking: Looking, *, entries: QuerySet[Entry]) -> None:
    """Gives each practice `why`, and a live one's card with its words marked. One question.

    `results` are rows that the reader may see; `entries` is where their text is read from.
    """
    marker = Marker(looking)
    texts = dict(entries.filter(pk__in=[row.pk for row in results]).values_list("pk", "text"))
    for row in results:
        meanings: list[_Meaning] = []
        if row.live:
            row.card_html, meanings = marker.mark(row.card_html)
        missing = [part for part in marker.parts if all(one.part != part for one in meanings)]
        why = Why()
        if missing:
            why.passage, more = marker.passage(texts.get(row.pk, ""), missing)
            meanings += more
        why.synonyms = _synonyms(marker.parts, meanings)
        row.why = why


def _synonyms(parts: list[Part], meanings: list[_Meaning]) -> list[tuple[str, str]]:
    told = []
    for part in parts:
        own = [one for one in meanings if one.part == part]
        if own and all(one.is_synonym for one in own):
            told.append((own[0].words, part.typed))
    return told


_stems: OrderedDict[str, str] = OrderedDict()
_own = threading.local()


def stem_of(word: str) -> str:
    """As PostgreSQL's “english” makes it: both use Snowball (https://snowballstem.org)."""
    known = _stems.get(word)
    if known is None:
        if not hasattr(_own, "stemmer"):
            _own.stemmer = Stemmer.Stemmer("english")  # one a thread: it is not shared safely
        plain = unaccented(word).lower().removesuffix("'s")
        known = _stems[word] = _own.stemmer.stemWord(plain)
        while len(_stems) > MOST_STEMS:
            try:
                _stems.popitem(last=False)
            except KeyError:
                break
    return known
