"""Words as they are compared: without accents, capitals and signs, one space between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Signs that belong to the letter before them: accents that are typed apart, and the vowels and
# tones of Arabic, Lao, Burmese (with Karen) and Khmer.
ACCENTS = "\u0300-\u036f"
MARKS = (
    f"{ACCENTS}\u0610-\u061a\u064b-\u065f\u0670\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074"
    "\u1082-\u108d\u17b4-\u17d3"
)
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}]|'(?=[^\W_]))*")
# As keyboards and other languages write it.
APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bb\u02bc"), "'")
ACCENT = re.compile(f"[{ACCENTS}]")
# Signs that nobody sees: which way a text runs, where a word may be divided.
UNSEEN = dict.fromkeys(
    [0x00AD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)
# “race/ethnicity” are two words; to PostgreSQL it is one, the path of a file.
SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
# Languages whose plurals end in -s. In Hmong a last letter is a tone: “lus” is no plural.
WITH_PLURALS = frozenset({"", "en", "es"})
SHORTEST_PLURAL = 4
NO_PLURAL = ("ss", "us", "is")
SIBILANTS = ("ches", "shes", "sses", "xes", "zes")
# Small words that carry nothing, as PostgreSQL's own lists leave out those of English. They count
# for nothing only beside a term of their language: “no” is an English word too.
SMALL_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "es": "a al como con cual cuando de del el ella en es esta este hay la las le lo los me mi"
        " mis muy no nos o para pero por que se sin sobre su sus tengo un una unas uno unos y"
        " ya yo",
        "so": "ah ama ee iyo ka ku la oo u waa",
        "hmn": "cov hauv kom los lub ntawm rau thiab tus yog",
    }.items()
}


def fold(text: str) -> str:
    """Words without accents, capitals and signs, one space between: “Co-Diseño” is “co diseno”."""
    return " ".join(folded for _, _, folded in each_word(text))


def each_word(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, folded) of every word; the places are those in `text` itself."""
    for found in WORD.finditer(text.translate(APOSTROPHES)):
        yield found.start(), found.end(), unaccented(found[0]).casefold()


def as_written(text: str) -> str:
    """Words without accents and signs, with their capitals."""
    return " ".join(WORD.findall(unaccented(text)))


def unaccented(text: str) -> str:
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", ACCENT.sub("", unicodedata.normalize("NFKD", text)))


def as_read(text: str) -> str:
    """Words as PostgreSQL is given them, of a text as of a search: no accents, slashes apart."""
    return SLASH.sub(" ", unaccented(text.translate(UNSEEN)))


def singular(folded: str) -> str:
    """The same for “interpreters” and “interpreter”. Not always a word, but always the same."""
    return " ".join(_without_s(word) for word in folded.split(" "))


def _without_s(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or word.endswith(NO_PLURAL):
        return word
    if word.endswith("ies") and len(word) > SHORTEST_PLURAL:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(SIBILANTS) else word[:-1]
