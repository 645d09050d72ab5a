"""Words without what people leave out when they type: accents, capitals, more than one space."""

from __future__ import annotations

import re
import unicodedata

# Letters that no accent makes: what people type for them.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L",
                          "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "’": "'", "‘": "'"})  # fmt: skip

# The blocks of combining marks (https://www.unicode.org/charts/).
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")


def without_accents(text: str) -> str:
    """“Intérprete” -> “Interprete”. As many words as before, in the same order."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return apart if apart.isascii() else _MARKS.sub("", apart)


def folded(text: str) -> str:
    """How two spellings of the same words are compared."""
    return " ".join(without_accents(text).lower().split())
