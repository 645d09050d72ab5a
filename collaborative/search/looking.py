"""A wording, turned to what PostgreSQL and the sets in memory look for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from .bitmaps import Index
from .entries import CONFIG
from .folding import unaccented
from .wording import Part, Wording

MOST_KNOWN = 5_000
LEXEMES = f"""
    SELECT words, phraseto_tsquery('{CONFIG}', words)::text FROM unnest(%s::text[]) AS words
"""  # noqa: S608  the name of a configuration


@dataclass(frozen=True)
class Matches:
    """The practices that match, in tiers: all of one stand before all of the next."""

    tiers: tuple[BitMap, ...] = ()
    # Nothing has all the words: these have as many of them as anything has.
    has_some_only: bool = False

    @property
    def all(self) -> BitMap:
        return BitMap.union(BitMap(), *self.tiers)


class Looking:
    """What is looked for: stems of the parts, and of everything that stands for them."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.lexemes = lexemes(words for part in wording.parts for words in part.looked_for)

    def stems(self, part: Part) -> list[str]:
        """The tsqueries that a part is looked for by; none where every text has it."""
        return [stem for words in part.looked_for if (stem := self.lexemes[words])]

    @property
    def counts(self) -> bool:
        """Whether anything is left to look for: “the” and “and” are in every text."""
        return any(self.stems(part) for part in self.wording.parts)

    def holding(self, part: Part, index: Index, *, column: str = "vector") -> BitMap:
        """Every practice that holds the part or what stands for it."""
        held = (index.holding(one, column=column) for one in self.stems(part))
        return BitMap.union(BitMap(), *held)

    def matches(self, index: Index, visible: BitMap) -> Matches:
        """The practices among `visible` that match: with all the words, else with most."""
        found = self.found(index, visible)
        if found or len(self.wording.branches) != 1:
            return Matches((found,))
        return self._with_most(index, visible)

    def found(self, index: Index, visible: BitMap, *, column: str = "vector") -> BitMap:
        """Those that hold every word of one branch, and none that was left out."""
        answers = []
        for branch in self.wording.branches:
            parts = [part for part in branch if self.stems(part)]
            answer = visible
            for part in parts:
                held = self.holding(part, index, column=column)
                answer = answer - held if part.is_left_out else answer & held
            if parts:
                answers.append(answer)
        return BitMap.union(BitMap(), *answers)

    def _with_most(self, index: Index, visible: BitMap) -> Matches:
        """Those with the most of the words, and those with at least half as many as these."""
        wanted = [part for part in self.wording.wanted if self.stems(part)]
        for part in self.wording.parts:
            if part.is_left_out:
                visible = visible - self.holding(part, index)
        # at_least[n]: those that hold n or more of the parts seen so far.
        at_least = [visible, *(BitMap() for _ in wanted)]
        for part in wanted:
            held = self.holding(part, index)
            for number in range(len(wanted), 0, -1):
                at_least[number] |= at_least[number - 1] & held
        most = max((n for n in range(1, len(wanted) + 1) if at_least[n]), default=0)
        if not most or len(wanted) == 1:
            return Matches()
        tiers = []
        for number in range(most, (most - 1) // 2, -1):
            more = at_least[number + 1] if number < most else BitMap()
            tiers.append(at_least[number] - more)
        return Matches(tuple(tiers), has_some_only=True)

    def tsquery(self, *, only_typed: bool = False, joined_by: str = "&") -> str:
        """The whole as one tsquery; of what was typed alone, or with all that stands for it."""
        branches = []
        for branch in self.wording.branches:
            parts = []
            for part in branch:
                stems = self.stems(part)[:1] if only_typed else self.stems(part)
                one = " | ".join(f"({stem})" for stem in stems)
                if one and (not part.is_left_out or joined_by == "&"):
                    parts.append(f"!({one})" if part.is_left_out else f"({one})")
            if parts:
                branches.append(f" {joined_by} ".join(parts))
        return " | ".join(f"({branch})" for branch in branches)


_known: OrderedDict[str, str] = OrderedDict()


def lexemes(said: Iterable[str]) -> dict[str, str]:
    """Words -> the tsquery of their stems, in this order; empty for words that every text has.

    Asked of PostgreSQL once for what this process has not met yet: the answer never changes.
    """
    wanted = list(dict.fromkeys(said))
    answers = {words: known for words in wanted if (known := _known.get(words)) is not None}
    unknown = [words for words in wanted if words not in answers]
    if unknown:
        plain = [unaccented(words) for words in unknown]
        with connection.cursor() as cursor:
            cursor.execute(LEXEMES, [list(dict.fromkeys(plain))])
            queries = dict(cursor.fetchall())
        for words, without in zip(unknown, plain, strict=True):
            answers[words] = _known[words] = queries[without]
        while len(_known) > MOST_KNOWN:
            try:
                _known.popitem(last=False)
            except KeyError:
                break
    return answers
