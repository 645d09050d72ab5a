"""What a visitor typed, understood: words, phrases, “or”, “-”, and what else says the same.

The grammar is that of PostgreSQL's websearch_to_tsquery: words side by side must all be there,
“or” between them separates whole alternatives, quotes keep words together, a minus leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .synonyms import Unit, Vocabulary

TOKEN = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
# Signs around a word that are no part of it.
EDGES = " .,;:!?()[]{}<>&|*/\\'\u2018\u2019"
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u2013": "-"})
# “food,rides” and “race/ethnicity” are two words each; “1,000” and “24/7” are one.
BETWEEN = re.compile(r"(?<=[^\W\d_])[,;/|]+(?=[^\W\d_])")
# A term of the vocabulary ends where a word does: “ride-sharing” is not “ride”.
WORD_ENDS = re.compile(r'[^\w\s",;/|]*(?:[\s",;/|]|$)')
MOST_PARTS = 24
MOST_ALTERNATIVES = 24


@dataclass(frozen=True)
class Part:
    """One word or phrase, with all that is looked for in its place."""

    typed: str
    start: int
    end: int
    is_left_out: bool = False
    is_quoted: bool = False
    # From the vocabulary: the typed words first, unless they would mislead.
    searched: tuple[str, ...] = ()

    @property
    def looked_for(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.searched or (self.typed,)))[:MOST_ALTERNATIVES]

    @property
    def is_known(self) -> bool:
        """A term of the vocabulary: no slip of the keys."""
        return bool(self.searched)


@dataclass(frozen=True)
class Wording:
    """Alternatives of parts that belong together; empty where nothing was typed."""

    typed: str
    branches: tuple[tuple[Part, ...], ...] = ()
    # Scope areas that its terms lead to, as slugs.
    areas: tuple[str, ...] = ()

    @property
    def parts(self) -> Iterator[Part]:
        for branch in self.branches:
            yield from branch

    @property
    def wanted(self) -> list[Part]:
        return [part for part in self.parts if not part.is_left_out]

    def with_words(self, meant: dict[Part, str]) -> str:
        """What was typed, with other words in place of some parts."""
        text = self.typed
        for part in sorted(meant, key=lambda part: part.start, reverse=True):
            text = text[: part.start] + meant[part] + text[part.end :]
        return text


def read(typed: str, vocabulary: Vocabulary | None = None) -> Wording:
    """The parts of what was typed, in order. Never fails: what cannot be understood is words."""
    plain = typed.translate(QUOTES)
    if plain.count('"') % 2:  # the last one closes nothing
        last = plain.rindex('"')
        plain = f"{plain[:last]} {plain[last + 1 :]}"
    reading = vocabulary.read(plain) if vocabulary else None
    units = {
        unit.typed_start: unit
        for unit in (reading.units if reading else ())
        if _says_more(unit) and WORD_ENDS.match(plain, unit.typed_end)
    }
    branches: list[list[Part]] = [[]]
    after = kept = 0
    for minus, is_quoted, text, start in _tokens(plain):
        if start < after:
            continue  # within a term of several words
        if not minus and not is_quoted and text.lower() == "or":
            branches.append([])
            continue
        unit = None if minus or is_quoted else units.get(start)
        if unit is not None:
            after = unit.typed_end
            if unit.is_small:
                continue
            part = Part(unit.text, start, after, searched=unit.searched)
        else:
            part = Part(text, start, start + len(text), minus, is_quoted)
        if kept < MOST_PARTS:
            branches[-1].append(part)
            kept += 1
    areas = tuple(reading.areas) if reading else ()
    return Wording(plain, tuple(tuple(branch) for branch in branches if branch), areas)


def _tokens(plain: str) -> Iterator[tuple[bool, bool, str, int]]:
    """(is left out, is quoted, words, where they begin) of everything that holds a letter."""
    for found in TOKEN.finditer(plain):
        minus, quoted, word = found.groups()
        start = found.start(3) if quoted is None else found.start(2)
        is_whole = minus or quoted is not None
        for text, at in [(quoted or word or "", start)] if is_whole else _apart(word, start):
            bare = text.lstrip(EDGES)
            begins = at + len(text) - len(bare)
            bare = bare.rstrip(EDGES)
            if any(sign.isalnum() for sign in bare):
                yield bool(minus), quoted is not None, bare, begins


def _apart(word: str, start: int) -> Iterator[tuple[str, int]]:
    """The words that commas and slashes join, and where each begins."""
    at = 0
    for sign in BETWEEN.finditer(word):
        yield word[at : sign.start()], start + at
        at = sign.end()
    yield word[at:], start + at


def _says_more(unit: Unit) -> bool:
    return unit.is_small or unit.group is not None
