"""How hard a text is to read, and what in it costs most. Pure: the text in, a Reading out."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

from .languages import ENGLISH, language_of
from .plainer import phrases_in, plainer_than
from .sentences import sentences, words
from .syllables import syllables

POLYSYLLABLE = 3
# Below this SMOG was never tried; under thirty sentences it is rough (McLaughlin 1969).
FEWEST_SENTENCES = 3
SMOOTH_SENTENCES = 30
TARGET, AIM = 8, 6
COLLEGE = 13
LONG_SENTENCE = 20
MOST_SENTENCES = 3
MOST_WORDS = 8


@dataclass(frozen=True)
class CostlySentence:
    text: str
    words: int


@dataclass(frozen=True)
class CostlyWord:
    """A word of three syllables or more, or a phrase, with what to say in place of it."""

    text: str
    times: int
    plainer: str = ""


@dataclass(frozen=True)
class Counts:
    sentences: int = 0
    words: int = 0
    syllables: int = 0
    polysyllables: int = 0


@dataclass(frozen=True)
class Reading:
    """What the meter says of one text."""

    language: str = ENGLISH
    counts: Counts = field(default_factory=Counts)
    smog: float | None = None
    kincaid: float | None = None
    costly_sentences: tuple[CostlySentence, ...] = ()
    costly_words: tuple[CostlyWord, ...] = ()
    # How many words of three syllables fewer would bring it to grade 8.
    too_many: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.counts.words

    @property
    def is_english(self) -> bool:
        return self.language == ENGLISH

    @property
    def is_short(self) -> bool:
        return self.is_english and self.counts.sentences < FEWEST_SENTENCES

    @property
    def is_rough(self) -> bool:
        return self.counts.sentences < SMOOTH_SENTENCES

    @property
    def is_measured(self) -> bool:
        return self.smog is not None

    @property
    def is_plain(self) -> bool:
        return self.smog is not None and self.smog <= TARGET

    @property
    def is_very_plain(self) -> bool:
        return self.smog is not None and self.smog <= AIM

    @property
    def grade(self) -> int | None:
        """In whole school years, as one says it."""
        return None if self.smog is None else math.floor(self.smog + 0.5)

    @property
    def in_words(self) -> str:
        """“about grade 7”; beyond school “about college level”; nothing if not measured."""
        if self.grade is None:
            return ""
        return f"about grade {self.grade}" if self.grade < COLLEGE else "about college level"


def smog_grade(*, polysyllables: int, sentences: int) -> float:
    return 1.0430 * math.sqrt(polysyllables * 30 / sentences) + 3.1291


def kincaid_grade(*, words: int, sentences: int, syllables: int) -> float:
    return 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59


def measure(text: str) -> Reading:
    """No grade for what is not English or has fewer than three sentences."""
    found = [(sentence, words(sentence)) for sentence in sentences(text)]
    every = [word for _, inside in found for word in inside]
    language = language_of(text)
    if language != ENGLISH or not every:
        return Reading(language, Counts(sentences=len(found), words=len(every)))
    long = [word for word in every if syllables(word) >= POLYSYLLABLE]
    counts = Counts(len(found), len(every), sum(map(syllables, every)), len(long))
    costly = _costly_sentences(found), _costly_words(text, found)
    if counts.sentences < FEWEST_SENTENCES:
        return Reading(language, counts, None, None, *costly)
    smog = smog_grade(polysyllables=len(long), sentences=counts.sentences)
    kincaid = kincaid_grade(
        words=counts.words, sentences=counts.sentences, syllables=counts.syllables
    )
    allowed = math.floor(((TARGET - 3.1291) / 1.0430) ** 2 * counts.sentences / 30)
    return Reading(language, counts, smog, max(kincaid, 0.0), *costly, max(0, len(long) - allowed))


def _costly_sentences(found: list[tuple[str, list[str]]]) -> tuple[CostlySentence, ...]:
    """The longest first, with a word of many syllables weighing as three."""

    def weight(inside: list[str]) -> int:
        return len(inside) + 2 * sum(syllables(word) >= POLYSYLLABLE for word in inside)

    long = [one for one in found if len(one[1]) > LONG_SENTENCE]
    long.sort(key=lambda one: -weight(one[1]))
    return tuple(CostlySentence(text, len(inside)) for text, inside in long[:MOST_SENTENCES])


def _costly_words(text: str, found: list[tuple[str, list[str]]]) -> tuple[CostlyWord, ...]:
    """What has a plainer word first, then the longest. Names and numbers cannot be helped."""
    phrases = [CostlyWord(one, times, by) for one, (times, by) in phrases_in(text).items()]
    names = _names(found)
    times = Counter(
        word.lower()
        for _, inside in found
        for word in inside
        if word not in names
        and not any(letter.isdigit() for letter in word)
        and (syllables(word) >= POLYSYLLABLE or plainer_than(word))
    )
    in_phrases = {word for phrase in phrases for word in phrase.text.split()}
    single = [
        CostlyWord(word, number, plainer_than(word))
        for word, number in times.items()
        if word not in in_phrases
    ]
    ranked = sorted(
        phrases + single,
        key=lambda one: (not one.plainer, -one.times * syllables(one.text.replace(" ", "-"))),
    )
    return tuple(ranked[:MOST_WORDS])


def _names(found: list[tuple[str, list[str]]]) -> set[str]:
    """Words that stand with a capital letter inside a sentence; in a line of capitals none does."""
    return {
        word
        for sentence, inside in found
        if not sentence.isupper()
        for word in inside[1:]
        if word[:1].isupper()
    }
