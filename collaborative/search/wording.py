"""What a visitor typed, understood: words, phrases, “or”, “-”, and what else says the same.

The grammar is that of PostgreSQL's websearch_to_tsquery: words side by side must all be there,
“or” between them separates whole alternatives, quotes keep words together, a minus leaves out.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import connection
from pyroaring import BitMap

from .bitmaps import Index
from .entries import CONFIG
from .folding import without_accents

# Signs around a word that are no part of it.
EDGES = " .,;:!?()[]{}<>&|*'’‘/\\"
TOKEN = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-"})
MOST_PARTS = 24
MOST_ALTERNATIVES = 24
MOST_KNOWN = 5_000
LEXEMES = f"""
    SELECT words, phraseto_tsquery('{CONFIG}', words)::text FROM unnest(%s::text[]) AS words
"""  # noqa: S608  the name of a configuration


@dataclass(frozen=True)
class Part:
    """One word or phrase, with what else is looked for in its place."""

    typed: str
    start: int
    end: int
    is_left_out: bool = False
    is_quoted: bool = False
    # Other words that say the same, from the vocabulary.
    synonyms: tuple[str, ...] = ()
    # What is looked for instead, because nobody can find anything by what was typed.
    meant: str = ""

    @property
    def said(self) -> str:
        return self.meant or self.typed

    @property
    def looked_for(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.said, *self.synonyms)))[:MOST_ALTERNATIVES]


@dataclass(frozen=True)
class Wording:
    """Alternatives of parts that belong together; empty where nothing was typed."""

    typed: str
    branches: tuple[tuple[Part, ...], ...] = ()

    @property
    def parts(self) -> Iterator[Part]:
        for branch in self.branches:
            yield from branch

    @property
    def wanted(self) -> list[Part]:
        return [part for part in self.parts if not part.is_left_out]

    def with_parts(self, change: Callable[[Part], Part]) -> Wording:
        return replace(
            self, branches=tuple(tuple(change(part) for part in one) for one in self.branches)
        )

    @property
    def as_meant(self) -> str:
        """What was typed, with slips mended."""
        text = self.typed
        for part in sorted(self.parts, key=lambda part: part.start, reverse=True):
            if part.meant:
                text = text[: part.start] + part.meant + text[part.end :]
        return text


def read(typed: str) -> Wording:
    """The parts of what was typed, in order. Never fails: what cannot be understood is words."""
    branches: list[list[Part]] = [[]]
    typed = typed.translate(QUOTES)
    if typed.count('"') % 2:  # one that opens nothing
        last = typed.rindex('"')
        typed = f"{typed[:last]} {typed[last + 1 :]}"
    for found in TOKEN.finditer(typed):
        minus, quoted, word = found.groups()
        if word is not None and not minus and word.lower() == "or":
            branches.append([])
            continue
        text = quoted if quoted is not None else word
        start = found.start(2) if quoted is not None else found.start(3)
        start += len(text) - len(text := text.lstrip(EDGES))
        text = text.rstrip(EDGES)
        if any(sign.isalnum() for sign in text):
            branches[-1].append(
                Part(text, start, start + len(text), bool(minus), quoted is not None)
            )
    kept = 0
    shortened = []
    for branch in branches:
        room = branch[: max(0, MOST_PARTS - kept)]
        kept += len(room)
        if room:
            shortened.append(tuple(room))
    return Wording(typed, tuple(shortened))


class Looking:
    """A wording, turned to what PostgreSQL and the bitmaps look for."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        said = [words for part in wording.parts for words in part.looked_for]
        self.lexemes = lexemes(said)

    @property
    def counts(self) -> bool:
        """Whether anything is left to look for: “the” and “and” are in every text."""
        return any(self.lexemes[part.said] for part in self.wording.parts)

    def found(self, index: Index, visible: BitMap, *, column: str = "vector") -> BitMap:
        """The practices among `visible` whose words match."""
        answers = []
        for branch in self.wording.branches:
            answer = visible
            any_counts = False
            for part in branch:
                held = self.holding(part, index, column=column)
                if held is None:
                    continue
                any_counts = True
                answer = answer - held if part.is_left_out else answer & held
            if any_counts:
                answers.append(answer)
        return BitMap.union(BitMap(), *answers)

    def holding(self, part: Part, index: Index, *, column: str = "vector") -> BitMap | None:
        """Every practice that holds the part or a synonym; None where it says nothing."""
        queries = [self.lexemes[words] for words in part.looked_for if self.lexemes[words]]
        if not queries:
            return None
        return BitMap.union(*(index.holding(one, column=column) for one in queries))

    def tsquery(self, *, only_said: bool = False) -> str:
        """The whole as one tsquery; of what was said alone, or with the synonyms."""
        branches = []
        for branch in self.wording.branches:
            parts = []
            for part in branch:
                words = (part.said,) if only_said else part.looked_for
                one = " | ".join(f"({self.lexemes[word]})" for word in words if self.lexemes[word])
                if one:
                    parts.append(f"!({one})" if part.is_left_out else f"({one})")
            if parts:
                branches.append(" & ".join(parts))
        return " | ".join(f"({branch})" for branch in branches)


_known: OrderedDict[str, str] = OrderedDict()


def lexemes(said: Iterable[str]) -> dict[str, str]:
    """Words -> the tsquery of their stems, in this order; empty for words that every text has.

    Asked of PostgreSQL once for what this process has not met yet: the answer never changes.
    """
    wanted = list(dict.fromkeys(said))
    unknown = [words for words in wanted if words not in _known]
    answers = {words: known for words in wanted if (known := _known.get(words)) is not None}
    if unknown:
        plain = [without_accents(words) for words in unknown]
        with connection.cursor() as cursor:
            cursor.execute(LEXEMES, [list(dict.fromkeys(plain))])
            queries = dict(cursor.fetchall())
        for words, folded in zip(unknown, plain, strict=True):
            answers[words] = _known[words] = queries[folded]
        while len(_known) > MOST_KNOWN:
            try:
                _known.popitem(last=False)
            except KeyError:
                break
    return answers
