"""What changed between two texts, word by word, in a way that needs no colour to be read."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_TOKENS = re.compile(r"\w+(?:['\u2019-]\w+)*|\s+|[^\w\s]")
# Beyond this, words are compared line by line: two long texts would keep a reader waiting.
MOST_TOKENS = 6_000
# Islands of unchanged signs shorter than this between two changes read worse than one change.
SHORTEST_ISLAND = 1


class Piece(NamedTuple):
    """A run of text: `same`, `added` or `removed`."""

    kind: str
    text: str


def compare(old: str, new: str) -> list[Piece]:
    """The pieces that lead from `old` to `new`, in reading order."""
    if old == new:
        return [Piece("same", old)] if old else []
    before, after = _tokens(old), _tokens(new)
    if len(before) + len(after) > MOST_TOKENS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for operation, a1, a2, b1, b2 in matcher.get_opcodes():
        if operation == "equal":
            _add(pieces, "same", "".join(after[b1:b2]))
            continue
        _add(pieces, "removed", "".join(before[a1:a2]))
        _add(pieces, "added", "".join(after[b1:b2]))
    return _without_islands(pieces)


def to_html(pieces: list[Piece]) -> SafeString:
    """Line breaks kept; what was added and removed is said in words to those who cannot see it."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _tokens(text: str) -> list[str]:
    return _TOKENS.findall(text.replace("\r\n", "\n"))


def _add(pieces: list[Piece], kind: str, text: str) -> None:
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1] = Piece(kind, pieces[-1].text + text)
    else:
        pieces.append(Piece(kind, text))


def _without_islands(pieces: list[Piece]) -> list[Piece]:
    """A blank between two changed words belongs to the change."""
    result: list[Piece] = []
    removed = added = ""

    def flush() -> None:
        nonlocal removed, added
        _add(result, "removed", removed)
        _add(result, "added", added)
        removed = added = ""

    for number, piece in enumerate(pieces):
        is_last = number == len(pieces) - 1
        inside = bool(removed or added) and not is_last
        if piece.kind == "removed":
            removed += piece.text
        elif piece.kind == "added":
            added += piece.text
        elif inside and len(piece.text) <= SHORTEST_ISLAND and piece.text == " ":
            removed += piece.text
            added += piece.text
        else:
            flush()
            _add(result, "same", piece.text)
    flush()
    return result


def _piece(piece: Piece) -> SafeString:
    if piece.kind == "same":
        return format_html('<span class="word-diff__same">{}</span>', piece.text)
    tag, before = ("ins", "added: ") if piece.kind == "added" else ("del", "removed: ")
    return format_html(
        '<{} class="word-diff__{}"><span class="visually-hidden">[{}</span>{}'
        '<span class="visually-hidden">] </span></{}>',
        SafeString(tag),
        piece.kind,
        before,
        piece.text,
        SafeString(tag),
    )
