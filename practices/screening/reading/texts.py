"""Plain texts and tables of them."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Sequence
from typing import IO

from .contents import MOST_SIGNS, Contents

MOST_ROWS = 20_000
LONGEST_HEADING = 40
MOST_TITLES = 10


def read_text(file: IO[bytes]) -> Contents:
    contents = Contents()
    contents.add("the text", _decoded(file, contents))
    return contents


def read_table(file: IO[bytes]) -> Contents:
    contents = Contents()
    text = _decoded(file, contents)
    try:
        sample = csv.Sniffer().sniff(text[:4096], delimiters=",;\t|")
    except csv.Error:
        sample = csv.excel
    try:
        rows = list(itertools.islice(csv.reader(io.StringIO(text), sample), MOST_ROWS + 1))
    except csv.Error:
        contents.add("the text", text)
        return contents
    if len(rows) > MOST_ROWS:
        contents.is_whole = False
    contents.add("the table", as_words(rows[:MOST_ROWS]))
    return contents


def as_words(rows: Iterable[Sequence[str]]) -> str:
    """Each row as “heading: answer | heading: answer”, so that a heading speaks for its column."""
    table = [[str(cell).strip() for cell in row] for row in rows]
    table = [row for row in table if any(row)]
    if not table:
        return ""
    # A title or two above a table are alone on their rows.
    first = next((at for at, row in enumerate(table[:MOST_TITLES]) if _filled(row) > 1), 0)
    above, table = [" ".join(row).strip() for row in table[:first]], table[first:]
    return "\n".join([*above, *_told(table)])


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)


def _told(rows: list[list[str]]) -> list[str]:
    heads = rows[0]
    has_heads = len(rows) > 1 and all(
        not any(sign.isdigit() for sign in head) and len(head) <= LONGEST_HEADING for head in heads
    )
    if not has_heads:
        return [" | ".join(cell for cell in row if cell) for row in rows]
    lines = [" | ".join(head for head in heads if head)]
    for row in rows[1:]:
        pairs = itertools.zip_longest(heads, row, fillvalue="")
        lines.append(
            " | ".join(f"{_spaced(head)}: {cell}" if head else cell for head, cell in pairs if cell)
        )
    return lines


def _spaced(head: str) -> str:
    return head.replace("_", " ")


def _decoded(file: IO[bytes], contents: Contents) -> str:
    raw = file.read(4 * MOST_SIGNS + 1)
    if len(raw) > 4 * MOST_SIGNS:
        contents.is_whole = False
        raw = raw[: 4 * MOST_SIGNS]
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
