"""Word, Excel and PowerPoint: also what is not seen at first sight.

What is known of each program is read in its own way (`word`, `sheets`, `slides`). Then every part
that is left is gone through: its words are taken where it is XML, files inside are opened once, and
what stays unread is said.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO
from xml.etree.ElementTree import ParseError

from .contents import Contents
from .package import Package, attribute, tag, words
from .sheets import read_sheets
from .slides import read_slides
from .word import read_word

CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
PROPERTIES = {"title", "subject", "description", "keywords", "category", "identifier",
              "contentStatus", "Company"}  # fmt: skip
PEOPLE = {"creator", "lastModifiedBy", "Manager"}
PICTURES = re.compile(
    r"(?!docProps/).+\.(?:png|jpe?g|jfif|gif|bmp|tiff?|webp|heic|emf|wmf|svg)$", re.IGNORECASE
)
FILES_INSIDE = re.compile(r".+\.(?:doc|xls|ppt|dot|xlt|pot)[xm]$", re.IGNORECASE)
XML = re.compile(r".+\.(?:xml|vml)$", re.IGNORECASE)
# How things look, how a printer is set, a small picture of the first page, letters to draw with.
WITHOUT_WORDS = re.compile(
    r"\[Content_Types\]\.xml|.*/printerSettings/[^/]+\.bin|docProps/thumbnail\.\w+"
    r"|.*/fonts/[^/]+\.(?:odttf|fntdata|ttf)|(?:word|xl|ppt)/(?:styles|fontTable|calcChain"
    r"|stylesWithEffects|numbering|webSettings|tableStyles|viewProps)\.xml|.*/theme/[^/]+\.xml"
    r"|.*/charts/(?:style|colors)\d*\.xml"
)
# Folder of a part -> what a person calls it.
CALLED = (
    (r".*/charts?/.+|.*/chartEx\d*\.xml", "a chart"),
    (r".*/diagrams/.+", "a diagram"),
    (r".*/(?:slide|notes|handout)(?:Masters|Layouts)/.+", "what stands on every slide"),
    (r".*/drawings/.+", "a text box"),
    (r".*/externalLinks/.+", "what is kept of another workbook"),
    (r"customXml/.+", "data that a program added"),
)
PLACE_IN_ROW = re.compile(r"\s*\d{0,3}\s*$")
# Of all that is left together, before what is said twice is dropped.
MOST_LOOKED_AT = 2_000_000
ELSEWHERE = "elsewhere in the file"
LINKS = "a link"


def read_office(file: IO[bytes]) -> Contents:
    return _read(file, is_inside=False)


def _read(file: IO[bytes], *, is_inside: bool) -> Contents:
    contents = Contents()
    with zipfile.ZipFile(file) as opened:
        package = Package(opened)
        contents.pictures = sum(1 for name in package.names if PICTURES.match(name))
        # Of two parts with one name each program may show another one.
        contents.is_whole = len(set(package.names)) == len(package.names)
        main = package.main()
        match main.partition("/")[0]:
            case "word":
                read_word(package, main, contents)
            case "xl":
                read_sheets(package, main, contents)
            case "ppt":
                read_slides(package, contents)
        _properties(package, contents)
        _links(package, contents)
        _rest(package, contents)
        _files_inside(package, contents, is_inside=is_inside)
        left = [name for name in package.names if not _is_done(package, name)]
        contents.is_whole = contents.is_whole and not left
    return contents


def _is_done(package: Package, name: str) -> bool:
    return (
        name in package.read
        or name.endswith(".rels")
        or bool(PICTURES.match(name) or WITHOUT_WORDS.fullmatch(name))
    )


def _properties(package: Package, contents: Contents) -> None:
    for name in (CORE, APP):
        for one in package.tree(name) if name in package.names else ():
            if tag(one) in PEOPLE:
                contents.hide("AUTHOR", one.text or "")
            elif tag(one) in PROPERTIES:
                contents.add("the properties of the file", one.text or "")
    if CUSTOM in package.names:
        said = (
            f"{attribute(one, 'name')}: {' '.join(' '.join(one.itertext()).split())}"
            for one in package.tree(CUSTOM)
        )
        contents.add("the properties of the file", "\n".join(said))


def _links(package: Package, contents: Contents) -> None:
    """Where words and pictures lead to, which is not what they say."""
    found: dict[str, None] = {}
    for name in package.matching(r"(?:.*/)?_rels/[^/]*\.rels"):
        for one in package.tree(name).iter():
            if attribute(one, "TargetMode") == "External":
                found[attribute(one, "Target").removeprefix("mailto:")] = None
    contents.add(LINKS, "\n".join(found))


def _rest(package: Package, contents: Contents) -> None:
    """Each line once: layouts say the same again and again."""
    said: dict[str, dict[str, None]] = {}
    room = MOST_LOOKED_AT if not contents.is_full else 0
    for name in package.matching(XML):
        if _is_done(package, name):
            continue
        if room <= 0:
            break
        try:
            text = words(package.tree(name))
        except ParseError:
            contents.is_whole = False  # pictures of old programs are no XML by the book
            continue
        lines = said.setdefault(_called(name), {})
        room -= len(text)
        lines |= dict.fromkeys(line for line in text.splitlines() if not PLACE_IN_ROW.match(line))
    for where, lines in said.items():
        contents.add(where, "\n".join(lines))


def _called(name: str) -> str:
    return next((where for pattern, where in CALLED if re.fullmatch(pattern, name)), ELSEWHERE)


def _files_inside(package: Package, contents: Contents, *, is_inside: bool) -> None:
    """The sheet behind a chart, mostly. A file inside a file inside is left to a person."""
    for name in package.matching(FILES_INSIDE):
        if is_inside or contents.is_full:
            contents.is_whole = False
            continue
        try:
            inside = _read(io.BytesIO(package.raw(name)), is_inside=True)
        except (zipfile.BadZipFile, ParseError):
            contents.is_whole = False
            continue
        for part in inside.parts:
            contents.add(f"a file inside, {part.where}", part.text)
        for one in inside.hidden:
            contents.hide(one.sign, one.words)
        contents.pictures += inside.pictures
        contents.is_whole = contents.is_whole and inside.is_whole
