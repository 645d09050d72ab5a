"""Blocks of a document as parts of a practice: each with its heading, its text and a guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from practices.models import Practice
from practices.record import NAMES, QUESTIONS

from .blocks import Block
from .headings import DROPPED, known
from .screening import DocumentRefused

# Answers in words; what is chosen or comes in rows is asked on the form.
TARGETS = tuple(
    name
    for name in NAMES
    if name not in {"title", "started"}
    and Practice.question(name).get_internal_type() in {"TextField", "CharField"}
    and not Practice.question(name).choices
)
LEFT_OUT = "leave-out"
# A text for a short answer that is too long for it fits the longer one beside it.
LONGER = {
    "need": "rationale",
    "what_we_did": "how_it_works",
    "result": "results_detail",
    "plain_summary": "how_it_works",
    "aim": "results_detail",
    "dose": "how_it_works",
    "where_it_happens": "context_factors",
    "population_detail": "rationale",
    "origin_site": "context_factors",
}
# See MOST_CHARACTERS in screening.py.
MOST_PARTS = 90
MOST_HEADINGS = 400


@dataclass(frozen=True)
class Part:
    """A piece of the document and the answer it may belong to; "" where nothing tells."""

    heading: str
    text: str
    target: str = ""


@dataclass(frozen=True)
class Document:
    title: str
    parts: tuple[Part, ...]
    pictures: int = 0


@dataclass
class _Open:
    """The part that is being read."""

    heading: str
    level: int
    target: str
    texts: list[str]


def room(target: str) -> int:
    """The most characters that this answer takes."""
    return Practice.question(target).max_length or 0


def is_line(target: str) -> bool:
    """Whether the answer is one line."""
    return Practice.question(target).get_internal_type() == "CharField"


def label(target: str) -> str:
    return QUESTIONS[target].label


def in_parts(blocks: list[Block], *, pictures: int, fallback_title: str) -> Document:
    """Splits at headings that are known, and at others that stand as high."""
    blocks = list(_with_form_tables(blocks))
    title, blocks = _title(blocks, fallback_title)
    has_headings = any(block.level for block in blocks)
    parts: list[_Open] = [_Open("", 0, "", [])]
    headings = 0
    for block in blocks:
        heading, rest, level = _heading_in(block, has_headings=has_headings)
        if not heading:
            parts[-1].texts.append(block.text)
            continue
        headings += 1
        target = known(heading)
        if target or level <= parts[-1].level or not parts[-1].heading:
            parts.append(_Open(heading, level, target, [rest] if rest else []))
        else:  # a smaller heading of no meaning here stays where it stands
            parts[-1].texts += [heading, *([rest] if rest else [])]
        _refuse_too_many(len(parts), headings)
    named = [part for part in parts if part.target == "title" and part.texts]
    if named:
        title = named[0].texts.pop(0)
    found = tuple(_closed(part) for part in parts if any(part.texts))
    _refuse_nothing(found)
    return Document(" ".join(title.split()), found, pictures)


def _closed(part: _Open) -> Part:
    text = "\n\n".join(_joined(part.texts))
    target = "" if part.target == "title" else part.target
    if target == DROPPED:
        return Part(part.heading, text, LEFT_OUT)
    if target and len(text) > room(target):
        target = LONGER.get(target, target)
    return Part(part.heading, text, target)


def _joined(texts: Iterable[str]) -> list[str]:
    """Lists that follow each other are one list."""
    joined: list[str] = []
    for text in texts:
        if joined and text.startswith("- ") and joined[-1].split("\n")[-1].startswith("- "):
            joined[-1] += f"\n{text}"
        else:
            joined.append(text)
    return joined


def _title(blocks: list[Block], fallback: str) -> tuple[str, list[Block]]:
    """What is styled as the title; else a first heading that names no part; else the file."""
    for place, block in enumerate(blocks):
        if block.is_title:
            return block.text, blocks[:place] + blocks[place + 1 :]
    if blocks:
        first = blocks[0]
        is_like_one = first.level == 1 or first.seems
        if is_like_one and not known(first.text) and len(blocks) > 1:
            return first.text, blocks[1:]
    return fallback, blocks


def _heading_in(block: Block, *, has_headings: bool) -> tuple[str, str, int]:
    """(heading, text that stands in the same paragraph, level); no heading: ""."""
    if block.level:
        return block.text, "", block.level
    if block.rows:
        return "", "", 0
    line = block.text
    if "\n" not in line and known(line, exactly=True):
        return line.rstrip(":"), "", 6
    if block.seems and (not has_headings or known(line)):
        return line.rstrip(":"), "", 6
    if block.lead and block.lead[-1] in ":.?" and known(block.lead, exactly=True):
        return block.lead.rstrip(":."), line[len(block.lead) :].strip(), 6
    return "", "", 0


def _with_form_tables(blocks: list[Block]) -> Iterable[Block]:
    """Forms are often tables: the question in the first column, the answer in the second."""
    for block in blocks:
        rows = [row for row in block.rows if any(row)]
        is_form = bool(rows) and all(len(row) == 2 for row in rows)  # noqa: PLR2004  question, answer
        asked = sum(bool(known(row[0], exactly=True)) for row in rows) if is_form else 0
        if asked < 2 and not (asked == len(rows) == 1):  # noqa: PLR2004  one alone may be chance
            yield block
            continue
        for question, answer in rows:
            yield Block(" ".join(question.split()) or "?", level=5)
            if answer:
                yield Block(answer)


def _refuse_too_many(parts: int, headings: int) -> None:
    if parts > MOST_PARTS or headings > MOST_HEADINGS:
        raise DocumentRefused(
            f"This document has more than {MOST_PARTS} sections. Save the part that tells of the "
            "practice as a document of its own, and try again."
        )


def _refuse_nothing(parts: tuple[Part, ...]) -> None:
    if not parts:
        raise DocumentRefused(
            "There are no words in this document. If its text is in pictures, type it in instead."
        )
