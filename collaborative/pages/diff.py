"""Two wordings of the charter: which sections, paragraphs and words came and which went.

Works on text, never on markup: HTML is taken apart first, so nothing in a text can become a tag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser

from django.utils.safestring import SafeString

from collaborative.core import word_diff
from collaborative.core.word_diff import Piece

SAME, ADDED, REMOVED = "same", "added", "removed"
_BLOCKS = {"p": "p", "li": "li", "h2": "p", "h3": "p", "h4": "p", "blockquote": "p"}
# Headings and blocks that share less than this are not "changed" but others.
ALIKE = 0.4


@dataclass(frozen=True)
class Block:
    """A paragraph or a point of a list."""

    tag: str
    pieces: tuple[Piece, ...]

    @property
    def html(self) -> SafeString:
        return word_diff.to_html(list(self.pieces))


@dataclass
class Part:
    """One section in both wordings."""

    kind: str
    heading: Block
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        pieces = [piece for block in [self.heading, *self.blocks] for piece in block.pieces]
        return self.kind == SAME and all(piece.kind == SAME for piece in pieces)


def compare(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> list[Part]:
    """Sections are paired by heading, then by likeness; the order is that of the new wording."""
    pairs = _pair([section["heading"] for section in old], [section["heading"] for section in new])
    parts: list[Part] = []
    for before, after in pairs:
        if before is None and after is not None:
            parts.append(_whole(new[after], ADDED))
        elif after is None and before is not None:
            parts.append(_whole(old[before], REMOVED))
        elif before is not None and after is not None:
            heading = _words("h2", old[before]["heading"], new[after]["heading"])
            blocks = _compare_blocks(blocks_of(old[before]["html"]), blocks_of(new[after]["html"]))
            parts.append(Part(SAME, heading, blocks))
    return parts


def _compare_blocks(old: list[Block], new: list[Block]) -> list[Block]:
    before, after = [_text(block) for block in old], [_text(block) for block in new]
    result: list[Block] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for name, a1, a2, b1, b2 in matcher.get_opcodes():
        if name == "equal":
            result += new[b1:b2]
            continue
        for left, right in _pair(before[a1:a2], after[b1:b2]):
            if left is None and right is not None:
                result.append(_all(new[b1 + right], ADDED))
            elif right is None and left is not None:
                result.append(_all(old[a1 + left], REMOVED))
            elif left is not None and right is not None:
                tag = new[b1 + right].tag
                result.append(_words(tag, before[a1 + left], after[b1 + right]))
    return result


def _pair(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Each new one with its likeliest old one; old ones without a partner keep their place."""
    partner: dict[int, int] = {}
    free = list(range(len(old)))
    for exact in (True, False):
        for index, text in enumerate(new):
            if index in partner:
                continue
            likely = [
                (_likeness(old[candidate], text), -abs(candidate - index), candidate)
                for candidate in free
                if (old[candidate] == text if exact else True)
            ]
            if likely and (best := max(likely))[0] >= ALIKE:
                partner[index] = best[2]
                free.remove(best[2])
    pairs: list[tuple[int | None, int | None]] = [
        (partner.get(index), index) for index in range(len(new))
    ]
    for gone in free:
        place = next(
            (n for n, (left, _) in enumerate(pairs) if left is not None and left > gone), len(pairs)
        )
        pairs.insert(place, (gone, None))
    return pairs


def _likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    return SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio()


def _whole(section: dict[str, str], kind: str) -> Part:
    blocks = [_all(block, kind) for block in blocks_of(section["html"])]
    return Part(kind, _words_all("h2", kind, section["heading"]), blocks)


def _words(tag: str, old: str, new: str) -> Block:
    return Block(tag, tuple(word_diff.compare(old, new)))


def _words_all(tag: str, kind: str, text: str) -> Block:
    return Block(tag, (Piece(kind, text),))


def _all(block: Block, kind: str) -> Block:
    return _words_all(block.tag, kind, _text(block))


def _text(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def blocks_of(html: str) -> list[Block]:
    """The paragraphs and points of some rich text, as plain words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._tag = "p"
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  HTMLParser gives them
        if tag in _BLOCKS:
            self.end()
            self._tag = _BLOCKS[tag]
        elif tag == "br":
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end()

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            self.blocks.append(_words_all(self._tag, SAME, text))
        self._tag = "p"
