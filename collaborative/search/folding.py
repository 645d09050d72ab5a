"""Words without what people leave out when they type: accents, capitals, more than one space."""

from __future__ import annotations

import unicodedata

# Letters that no accent makes: what people type for them.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L",
                          "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "’": "'", "‘": "'"})  # fmt: skip


def without_accents(text: str) -> str:
    """“Intérprete” -> “Interprete”. As many words as before, in the same order."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def folded(text: str) -> str:
    """How two spellings of the same words are compared."""
    return " ".join(without_accents(text).lower().split())
