"""A wording, turned to what PostgreSQL and the sets in memory look for."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from pyroaring import BitMap

from .bitmaps import Index
from .entries import CONFIG
from .folding import as_read
from .wording import Part, Wording

MOST_KNOWN = 5_000
MANY_WORDS = 3
FEW_FOUND = 5
LEXEMES = f"""
    SELECT words, phraseto_tsquery('{CONFIG}', words)::text FROM unnest(%s::text[]) AS words
"""  # noqa: S608  the name of a configuration


@dataclass(frozen=True)
class Matches:
    """The practices that match, in tiers: all of one stand before all of the next.

    Those of the first have all the words.
    """

    tiers: tuple[BitMap, ...] = ()

    @property
    def has_some(self) -> bool:
        """Whether there are such that have some of the words only."""
        return len(self.tiers) > 1

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
    def wanted(self) -> list[Part]:
        """The parts that are to be there and say something."""
        return [part for part in self.wording.wanted if self.stems(part)]

    @property
    def counts(self) -> bool:
        """Whether anything is left to look for: “the” and “and” are in every text."""
        return any(self.stems(part) for part in self.wording.parts)

    def holding(self, part: Part, index: Index, *, column: str = "vector") -> BitMap:
        """Every practice that holds the part or what stands for it."""
        held = index.holding_each(self.stems(part), column=column)
        return BitMap.union(BitMap(), *held)

    def bring(self, index: Index, column: str = "vector") -> None:
        """Asks for all stems at once, so that none of them is a question of its own."""
        index.holding_each(list(filter(None, self.lexemes.values())), column=column)

    def matches(self, index: Index, visible: BitMap) -> Matches:
        """The practices among `visible` that match: with all the words, else with most of them.

        A question in whole sentences rarely finds all its words in one place: where few hold all
        of three words or more, those that hold most of them follow.
        """
        found = self.found(index, visible)
        wanted = self.wanted
        is_plain = len(self.wording.branches) == 1 and not any(part.is_quoted for part in wanted)
        if not is_plain or len(wanted) < MANY_WORDS - (not found) or len(found) >= FEW_FOUND:
            return Matches((found,))
        with_most = [tier - found for tier in self._with_most(index, visible, wanted)]
        return Matches((found, *filter(None, with_most)))

    def found(self, index: Index, visible: BitMap) -> BitMap:
        """Those that hold every word of one branch, and none that was left out."""
        self.bring(index)
        answers = []
        for branch in self.wording.branches:
            parts = [part for part in branch if self.stems(part)]
            answer = visible
            for part in parts:
                held = self.holding(part, index)
                answer = answer - held if part.is_left_out else answer & held
            if parts:
                answers.append(answer)
        return BitMap.union(BitMap(), *answers)

    def in_head(self, index: Index, joined_by: str) -> BitMap:
        """Those that hold the words (“&”: all, “|”: any) in the title or the card."""
        self.bring(index, "head")
        held = [self.holding(part, index, column="head") for part in self.wanted]
        if joined_by == "|" or len(self.wording.branches) > 1:
            return BitMap.union(BitMap(), *held)
        return BitMap.intersection(*held) if held else BitMap()

    def _with_most(self, index: Index, visible: BitMap, wanted: list[Part]) -> list[BitMap]:
        """Those with the most telling words first, down to half as much; a rare word tells more."""
        for part in self.wording.parts:
            if part.is_left_out:
                visible = visible - self.holding(part, index)
        held = [self.holding(part, index) & visible for part in wanted]
        weights = [_tells(len(one), len(visible)) for one in held]
        # at_least[n]: those whose words tell n or more, of the parts seen so far.
        at_least = [visible, *(BitMap() for _ in range(sum(weights)))]
        for one, weight in zip(held, weights, strict=True):
            for number in range(len(at_least) - 1, weight - 1, -1):
                at_least[number] |= at_least[number - weight] & one
            for number in range(weight - 1, 0, -1):
                at_least[number] |= one
        best = max((n for n in range(1, len(at_least)) if at_least[n]), default=0)
        if not best:
            return []
        lowest = -(-best // 2)
        above = [*at_least[lowest + 1 : best + 1], BitMap()]
        tiers = zip(at_least[lowest : best + 1], above, strict=True)
        return [mine - more for mine, more in tiers][::-1]

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


def _tells(holding: int, among: int) -> int:
    """1 to 4: how much a word tells that so many of all hold (inverse document frequency)."""
    if not holding:
        return 1
    return min(4, max(1, round(math.log2(among / holding) / 1.5)))


_known: OrderedDict[str, str] = OrderedDict()


def lexemes(said: Iterable[str]) -> dict[str, str]:
    """Words -> the tsquery of their stems, in this order; empty for words that every text has.

    Asked of PostgreSQL once for what this process has not met yet: the answer never changes.
    """
    wanted = list(dict.fromkeys(said))
    answers = {words: known for words in wanted if (known := _known.get(words)) is not None}
    unknown = [words for words in wanted if words not in answers]
    if unknown:
        plain = [as_read(words) for words in unknown]
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
