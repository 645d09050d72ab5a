"""Word: headers, footers, notes, comments, and what was struck out under tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .contents import Contents
from .package import Package, asides, attribute, tag
from .texts import as_words

# Part of the package -> what a person calls it.
PARTS = (
    (r"word/header\d*\.xml", "a header"),
    (r"word/footer\d*\.xml", "a footer"),
    (r"word/comments\.xml", "a comment"),
    (r"word/footnotes\.xml", "a footnote"),
    (r"word/endnotes\.xml", "an endnote"),
)


def read_word(package: Package, main: str, contents: Contents) -> None:
    for pattern, where in ((re.escape(main), "the text"), *PARTS):
        for name in package.matching(pattern):
            if contents.is_full:
                return
            root = package.tree(name)
            for one in root.iter():
                if tag(one) in {"ins", "del", "moveFrom", "moveTo", "comment"}:
                    contents.hide("AUTHOR", attribute(one, "author"))
            contents.add(f"{where}, struck out under tracked changes", _struck(root))
            contents.add(where, _flowing(root))
            contents.add(f"{where}, what is said of pictures and links", asides(root))


def _struck(root: Any) -> str:
    """What tracked changes keep although it is struck out."""
    return "\n".join(
        "".join(one.text or "" for one in gone.iter() if tag(one) == "delText")
        for gone in root.iter()
        if tag(gone) == "del"
    )


def _flowing(root: Any) -> str:
    """Tables as rows with their headings, all else as paragraphs, without what is struck out."""
    lines = []
    for table in (one for one in root.iter() if tag(one) == "tbl"):
        rows = [
            [" ".join(_seen(cell)) for cell in row if tag(cell) == "tc"]
            for row in table
            if tag(row) == "tr"
        ]
        lines.append(as_words(rows))
    in_tables = {id(one) for table in root.iter() if tag(table) == "tbl" for one in table.iter()}
    lines += [
        "".join(_runs(one)) for one in root.iter() if tag(one) == "p" and id(one) not in in_tables
    ]
    return "\n".join(lines)


def _seen(cell: Any) -> list[str]:
    return ["".join(_runs(one)) for one in cell.iter() if tag(one) == "p"]


def _runs(paragraph: Any) -> Iterator[str]:
    for one in paragraph.iter():
        match tag(one):
            case "t":
                yield one.text or ""
            case "tab" | "br" | "cr":
                yield " "
