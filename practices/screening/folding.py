"""A text as it is meant: without unseen signs, with plain digits, dashes, quotes and blanks.

Each sign keeps its place in the original, so that what is found is marked where it stands.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

QUOTES = {
    **dict.fromkeys("\u2018\u2019\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
}
MINUS = "\u2212"
# Stand for nothing that is seen, and are put between signs to hide what they spell.
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")

VARIANTS = frozenset(chr(number) for number in range(0xFE00, 0xFE10))
# By kind of sign: blanks, line ends, dashes.
SAME = {"Zs": " ", "Zl": "\n", "Zp": "\n", "Pd": "-"}


@dataclass(frozen=True)
class Folded:
    """`places[i]`: where the sign `text[i]` stands in the original. None: just there."""

    text: str
    places: list[int] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where this part of the folded text begins and ends in the original."""
        if self.places is None or start >= end:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    if text.isascii():
        return Folded(text, None, len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _plain(sign)
        if plain and signs and unicodedata.combining(sign):
            composed = unicodedata.normalize("NFC", signs[-1] + sign)
            if len(composed) == 1:
                signs[-1] = composed
                continue
        for one in plain:
            signs.append(one)
            places.append(place)
    return Folded("".join(signs), places, len(text))


def _plain(sign: str) -> str:
    """What one sign is meant to be: nothing for what cannot be seen."""
    if sign.isascii():
        return sign
    kind = unicodedata.category(sign)
    if kind == "Cf" or sign in FILLERS or sign in VARIANTS:
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    same = QUOTES.get(sign) or SAME.get(kind) or ("-" if sign == MINUS else "")
    folded = same or unicodedata.normalize("NFKC", sign)
    return folded if folded.isprintable() or folded == "\n" else ""
