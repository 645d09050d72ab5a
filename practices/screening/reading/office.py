"""Word, Excel and PowerPoint: also what is not seen at first sight.

Headers, footers, comments, notes, hidden sheets and slides, text that was struck out under tracked
changes, and who wrote it. The parts of the package are read as XML, in order and within bounds.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from defusedxml.ElementTree import fromstring

from .contents import Contents
from .texts import as_words

MOST_BYTES_OF_A_PART = 30 * 1024 * 1024
MOST_ROWS = 5_000
CORE = "docProps/core.xml"
PROPERTIES = {"title", "subject", "description", "keywords", "category"}
PEOPLE = {"creator", "lastModifiedBy"}
# Part of the package -> what a person calls it.
WORD_PARTS = (
    (r"word/document\.xml", "the text"),
    (r"word/header\d*\.xml", "a header"),
    (r"word/footer\d*\.xml", "a footer"),
    (r"word/comments\.xml", "a comment"),
    (r"word/footnotes\.xml", "a footnote"),
    (r"word/endnotes\.xml", "an endnote"),
)
PICTURES = re.compile(
    r"(?:word|xl|ppt)/media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp|heic)$", re.IGNORECASE
)


def read_office(file: IO[bytes]) -> Contents:
    contents = Contents()
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        contents.pictures = sum(1 for name in names if PICTURES.match(name))
        if "word/document.xml" in names:
            _word(package, names, contents)
        elif "xl/workbook.xml" in names:
            _excel(package, names, contents)
        else:
            _powerpoint(package, names, contents)
        _properties(package, names, contents)
    return contents


def _tree(package: zipfile.ZipFile, name: str) -> Any:
    with package.open(name) as stream:
        raw = stream.read(MOST_BYTES_OF_A_PART + 1)
    if len(raw) > MOST_BYTES_OF_A_PART:
        raise ValueError(name)
    return fromstring(raw, forbid_dtd=True)


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Any, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _natural(names: list[str], pattern: str) -> list[str]:
    """slide2 before slide10."""
    found = [name for name in names if re.fullmatch(pattern, name)]
    return sorted(found, key=lambda name: (int(re.sub(r"\D", "", name) or 0), name))


def _paragraphs(root: Any) -> Iterator[str]:
    """Each paragraph's words; blanks for tabs and breaks."""
    for paragraph in root.iter():
        if _tag(paragraph) != "p":
            continue
        words = []
        for one in paragraph.iter():
            match _tag(one):
                case "t" | "delText":
                    words.append(one.text or "")
                case "tab" | "br" | "cr":
                    words.append(" ")
        yield "".join(words)


def _struck(root: Any) -> str:
    """What tracked changes keep although it is struck out."""
    return "\n".join(
        "".join(one.text or "" for one in gone.iter() if _tag(one) == "delText")
        for gone in root.iter()
        if _tag(gone) == "del"
    )


def _word(package: zipfile.ZipFile, names: list[str], contents: Contents) -> None:
    for pattern, where in WORD_PARTS:
        for name in _natural(names, pattern):
            root = _tree(package, name)
            for one in root.iter():
                if _tag(one) in {"ins", "del", "comment"}:
                    contents.hide("AUTHOR", _attribute(one, "author"))
            struck = _struck(root)
            if struck.strip():
                contents.add(f"{where}, struck out under tracked changes", struck)
            if not contents.add(where, _flowing(root)):
                return


def _flowing(root: Any) -> str:
    """Tables as rows with their headings, all else as paragraphs, without what is struck out."""
    lines = []
    for table in (one for one in root.iter() if _tag(one) == "tbl"):
        rows = [
            [" ".join(_seen(cell)) for cell in row if _tag(cell) == "tc"]
            for row in table
            if _tag(row) == "tr"
        ]
        lines.append(as_words(rows))
    in_tables = {id(one) for table in root.iter() if _tag(table) == "tbl" for one in table.iter()}
    lines += [
        "".join(_runs(one)) for one in root.iter() if _tag(one) == "p" and id(one) not in in_tables
    ]
    return "\n".join(lines)


def _seen(cell: Any) -> list[str]:
    return ["".join(_runs(one)) for one in cell.iter() if _tag(one) == "p"]


def _runs(paragraph: Any) -> Iterator[str]:
    for one in paragraph.iter():
        match _tag(one):
            case "t":
                yield one.text or ""
            case "tab" | "br" | "cr":
                yield " "


def _excel(package: zipfile.ZipFile, names: list[str], contents: Contents) -> None:
    shared = []
    if "xl/sharedStrings.xml" in names:
        root = _tree(package, "xl/sharedStrings.xml")
        shared = [
            "".join(t.text or "" for t in one.iter() if _tag(t) == "t")
            for one in root
            if _tag(one) == "si"
        ]
    titles = _titles_of_sheets(package)
    for place, name in enumerate(_natural(names, r"xl/worksheets/sheet\d+\.xml")):
        title = titles[place] if place < len(titles) else f"sheet {place + 1}"
        rows = _rows(_tree(package, name), shared, contents)
        if not contents.add(title, as_words(rows)):
            return
    for name in _natural(names, r"xl/(?:comments\d*|threadedComments/threadedComment\d+)\.xml"):
        root = _tree(package, name)
        for one in root.iter():
            if _tag(one) == "author":
                contents.hide("AUTHOR", one.text or "")
        contents.add(
            "a comment", "\n".join(t.text or "" for t in root.iter() if _tag(t) in {"t", "text"})
        )


def _titles_of_sheets(package: zipfile.ZipFile) -> list[str]:
    titles = []
    for one in _tree(package, "xl/workbook.xml").iter():
        if _tag(one) == "sheet":
            hidden = ", hidden" if _attribute(one, "state") in {"hidden", "veryHidden"} else ""
            titles.append(f"sheet “{_attribute(one, 'name')}”{hidden}")
    return titles


def _rows(root: Any, shared: list[str], contents: Contents) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in (one for one in root.iter() if _tag(one) == "row"):
        if len(rows) == MOST_ROWS:
            contents.is_whole = False
            break
        cells: dict[int, str] = {}
        for place, cell in enumerate(one for one in row if _tag(one) == "c"):
            cells[_column(_attribute(cell, "r"), place)] = _answer(cell, shared)
        width = min(max(cells, default=-1) + 1, 256)
        rows.append([cells.get(place, "") for place in range(width)])
    return rows


def _column(reference: str, place: int) -> int:
    """“C7” is the third."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if not letters:
        return place
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _answer(cell: Any, shared: list[str]) -> str:
    value = "".join(one.text or "" for one in cell.iter() if _tag(one) in {"v", "t"})
    if _attribute(cell, "t") == "s" and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    return value


def _powerpoint(package: zipfile.ZipFile, names: list[str], contents: Contents) -> None:
    for pattern, where in (
        (r"ppt/slides/slide\d+\.xml", "slide {}"),
        (r"ppt/notesSlides/notesSlide\d+\.xml", "the speaker's notes {}"),
        (r"ppt/comments/[^/]+\.xml", "a comment"),
    ):
        for place, name in enumerate(_natural(names, pattern), start=1):
            root = _tree(package, name)
            hidden = ", hidden" if _attribute(root, "show") == "0" else ""
            text = "\n".join(_paragraphs(root))
            if where == "a comment":
                text = "\n".join(t.text or "" for t in root.iter() if _tag(t) in {"t", "text"})
            if not contents.add(where.format(place) + hidden, text):
                return
    for name in ("ppt/commentAuthors.xml", "ppt/authors.xml"):
        if name in names:
            for one in _tree(package, name).iter():
                contents.hide("AUTHOR", _attribute(one, "name"))


def _properties(package: zipfile.ZipFile, names: list[str], contents: Contents) -> None:
    if CORE not in names:
        return
    for one in _tree(package, CORE):
        if _tag(one) in PEOPLE:
            contents.hide("AUTHOR", one.text or "")
        elif _tag(one) in PROPERTIES:
            contents.add("the properties of the file", one.text or "")
