"""What typed words mean: known terms are found in them, with all that stands for the same.

Nothing here asks the database. A `Vocabulary` is built once from rows (`synonym_queries` loads
them), kept as long as they stand, and reads a search in a fraction of a millisecond.

Two marks keep a term from doing harm. A term that is *exact* counts only as it is written, with
its capitals: REaL is race, ethnicity and language, “real” is an English word. A term that is a
*way in* leads to its group, but is not searched for in place of the others: who asks for
transportation is not shown every “ride”. Most acronyms that are words have both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from .folding import SMALL_WORDS, WITH_PLURALS, as_written, each_word, fold, singular

# Terms of more words are not looked for; forms refuse them.
MOST_WORDS = 5
# What is searched for as it stands, or excluded. An open quotation goes on to the end, as in
# PostgreSQL's websearch_to_tsquery.
LEFT_ALONE = re.compile(r'-?"[^"]*"?|(?<!\S)-\s*[^\s"]*')
# Between two words it says that either will do. It is part of no term.
EITHER = "or"


@dataclass(frozen=True)
class Known:
    """A term as people type it. English and the words of the field have no language."""

    words: str
    folded: str
    language: str = ""
    is_exact: bool = False
    is_way_in: bool = False


@dataclass(frozen=True)
class Group:
    """Terms that are asked for in place of each other, and the areas of work they lead to.

    A term that stands in several groups means all of them: reading it gives them as one.
    """

    pks: tuple[int, ...]
    note: str
    areas: tuple[str, ...]
    terms: tuple[Known, ...]


@dataclass(frozen=True)
class Unit:
    """One term or one unknown word of what was typed, and where it stands there."""

    text: str
    typed_start: int
    typed_end: int
    group: Group | None = None
    term: Known | None = None
    is_small: bool = False

    @property
    def searched(self) -> tuple[str, ...]:
        """What to look for here, any of it: the typed words first, unless they would mislead.
        Nothing for a small word.
        """
        if self.is_small:
            return ()
        if self.group is None or self.term is None:
            return (self.text,)
        misleads = self.term.is_exact and self.term.is_way_in
        typed = fold(self.text)
        others = (
            term.words for term in self.group.terms if not term.is_way_in and term.folded != typed
        )
        return tuple(others) if misleads else (self.text, *others)


@dataclass(frozen=True)
class Reading:
    """The units in the order in which they were typed, and the areas they lead to, as slugs."""

    units: list[Unit]
    areas: list[str]

    @property
    def groups(self) -> list[Group]:
        return list({unit.group.pks: unit.group for unit in self.units if unit.group}.values())


@dataclass(frozen=True)
class Row:
    """One term with its group, as the database has it."""

    group: int
    note: str
    area: str
    term: Known


class Vocabulary:
    """All terms, ready to be found in what somebody types."""

    def __init__(self, rows: Iterable[Row]) -> None:
        by_group: dict[int, list[Row]] = {}
        for row in rows:
            by_group.setdefault(row.group, []).append(row)
        groups = {
            pk: Group(
                pks=(pk,),
                note=of_one[0].note,
                areas=(of_one[0].area,) if of_one[0].area else (),
                terms=tuple(row.term for row in of_one),
            )
            for pk, of_one in by_group.items()
        }
        plain: dict[str, dict[int, Known]] = {}
        alike: dict[str, dict[int, Known]] = {}
        exact: dict[str, dict[int, Known]] = {}
        for pk, group in groups.items():
            for term in group.terms:
                if term.is_exact:
                    written = as_written(term.words)
                    for form in (written, written.upper()):
                        exact.setdefault(form, {}).setdefault(pk, term)
                    continue
                plain.setdefault(term.folded, {}).setdefault(pk, term)
                if term.language in WITH_PLURALS:
                    alike.setdefault(singular(term.folded), {}).setdefault(pk, term)
        self._exact, self._plain, self._alike = (
            {
                text: (next(iter(found.values())), _together([groups[pk] for pk in found]))
                for text, found in one.items()
            }
            for one in (exact, plain, alike)
        )
        first: dict[str, Known] = {}
        for group in groups.values():
            for term in group.terms:
                first.setdefault(term.folded, term)
        self._sorted = sorted(first.items())
        self._starts = [folded for folded, _ in self._sorted]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every term, folded: as good a spelling as those of titles and tags."""
        return frozenset(word for folded in self._starts for word in folded.split(" "))

    def __len__(self) -> int:
        return len(self._sorted)

    def read(self, words: str) -> Reading:
        """The known terms in what was typed, the longest first, and the words between them.

        Quotations and what stands behind a minus sign are left alone and give no unit. Where
        everything is in capitals they say nothing: then an exact term counts only if all of it is
        acronyms (“ADA ASL”, but not “REAL STORIES”).
        """
        runs = list(_runs(words))
        shouts = words.upper() == words != words.lower()
        units = [unit for run in runs for unit in self._units(words, run, with_exact=True)]
        if shouts and any(not _is_acronym(unit.term) for unit in units):
            units = [unit for run in runs for unit in self._units(words, run, with_exact=False)]
        units = _with_small_words(units)
        areas = [area for unit in units if unit.group for area in unit.group.areas]
        return Reading(units, list(dict.fromkeys(areas)))

    def prefix(self, text: str, most: int) -> list[Known]:
        """Terms that begin with what is typed, the shortest first, one for each spelling."""
        start = fold(text)
        if not start:
            return []
        found: list[Known] = []
        for folded, term in self._sorted[bisect_left(self._starts, start) :]:
            if not folded.startswith(start):
                break
            found.append(term)
        return sorted(found, key=lambda term: (len(term.folded), term.folded))[:most]

    def _units(
        self, typed: str, run: list[tuple[int, int, str]], *, with_exact: bool
    ) -> Iterator[Unit]:
        at = 0
        while at < len(run):
            for length in range(min(MOST_WORDS, len(run) - at), 0, -1):
                start, end = run[at][0], run[at + length - 1][1]
                found = self._find(typed[start:end], run[at : at + length], with_exact)
                if found:
                    yield Unit(typed[start:end], start, end, found[1], found[0])
                    break
            else:
                start, end, _ = run[at]
                yield Unit(typed[start:end], start, end)
                length = 1
            at += length

    def _find(
        self, text: str, words: list[tuple[int, int, str]], with_exact: bool
    ) -> tuple[Known, Group] | None:
        if with_exact and text != text.lower():
            cased = as_written(text)
            found = self._exact.get(cased) or self._exact.get(_one_of_several(cased))
            if found:
                return found
        folded = " ".join(word for _, _, word in words)
        return self._plain.get(folded) or self._alike.get(singular(folded))


def _runs(typed: str) -> Iterator[list[tuple[int, int, str]]]:
    """Words that stand together: quotations, exclusions and OR come between."""
    kept = LEFT_ALONE.sub(lambda found: '"' * len(found[0]), typed)
    run: list[tuple[int, int, str]] = []
    last = 0
    for start, end, folded in each_word(kept):
        if run and (folded == EITHER or '"' in kept[last:start]):
            yield run
            run = []
        if folded != EITHER:
            run.append((start, end, folded))
        last = end
    if run:
        yield run


def _with_small_words(units: list[Unit]) -> list[Unit]:
    """Marks the small words of the languages that were typed."""
    languages = {unit.term.language for unit in units if unit.term}
    small = frozenset().union(*(SMALL_WORDS.get(one, ()) for one in languages))
    return [
        replace(unit, is_small=True) if unit.term is None and fold(unit.text) in small else unit
        for unit in units
    ]


def _is_acronym(term: Known | None) -> bool:
    return term is not None and (term.is_exact or term.words.isupper())


def _one_of_several(cased: str) -> str:
    """“ERGs” are several “ERG”."""
    one = cased.removesuffix("s")
    return one if one.isupper() else cased


def _together(groups: list[Group]) -> Group:
    if len(groups) == 1:
        return groups[0]
    return Group(
        pks=tuple(pk for group in groups for pk in group.pks),
        note=" / ".join(group.note for group in groups),
        areas=tuple(dict.fromkeys(area for group in groups for area in group.areas)),
        terms=tuple(dict.fromkeys(term for group in groups for term in group.terms)),
    )
