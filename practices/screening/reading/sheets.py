"""Excel: hidden sheets too, their headers and footers, comments, and what pivot tables keep."""

from __future__ import annotations

import re
from typing import Any

from .cells import Cells
from .contents import Contents
from .package import NOT_SAID, Package, attribute, tag, words
from .texts import as_words

MOST_ROWS = 5_000
MOST_COLUMNS = 256
PAGES = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader",
                   "firstFooter"})  # fmt: skip
HIDDEN = frozenset({"hidden", "veryHidden"})
# In headers and footers: where words stand, what a program fills in, and how they look.
SECTIONS = re.compile(r"&[LCR]")
LOOKS = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Z])')


def read_sheets(package: Package, main: str, contents: Contents) -> None:
    workbook = package.tree(main)
    cells = Cells.of(package, workbook)
    titles = _titles(package, main, workbook)
    names = [attribute(one, "name") for one in workbook.iter() if tag(one) == "sheet"]
    others = [name for name in package.matching(r"xl/worksheets/[^/]+\.xml") if name not in titles]
    for name in (*titles, *others):
        if contents.is_full:
            return
        root = package.tree(name)
        title = titles.get(name, "a sheet")
        contents.add(title, as_words(_rows(root, cells, contents)))
        pages = "\n".join(_plain(one.text or "") for one in root.iter() if tag(one) in PAGES)
        contents.add(f"{title}, header or footer of the page", pages)
        beside = words(root, without=NOT_SAID | PAGES | {"sheetData"})
        contents.add(f"{title}, beside the cells", beside)
    contents.add("texts that no cell shows", "\n".join(cells.not_shown()))
    _comments(package, contents)
    _pivots(package, contents)
    contents.add("the names of the sheets", "\n".join(names))
    contents.add("the names of ranges", words(workbook))


def _titles(package: Package, main: str, workbook: Any) -> dict[str, str]:
    """What each sheet is called, by the part that holds it, in the order of the tabs."""
    targets = package.targets(main)
    titles = {}
    for one in workbook.iter():
        name = targets.get(attribute(one, "id"), "") if tag(one) == "sheet" else ""
        if name in package.names:
            hidden = ", hidden" if attribute(one, "state") in HIDDEN else ""
            titles[name] = f"sheet “{attribute(one, 'name')}”{hidden}"
    return titles


def _plain(code: str) -> str:
    """“&L&"Arial,Bold"&12Ward 5&RPage &P” as it is read."""
    parts = (
        LOOKS.sub("", part) for part in SECTIONS.sub("\n", code.replace("&&", "\0")).split("\n")
    )
    return "\n".join(parts).replace("\0", "&")


def _rows(root: Any, cells: Cells, contents: Contents) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in (one for one in root.iter() if tag(one) == "row"):
        if len(rows) == MOST_ROWS:
            contents.is_whole = False
            break
        found: dict[int, str] = {}
        for place, cell in enumerate(one for one in row if tag(one) == "c"):
            found[_column(attribute(cell, "r"), place)] = cells.words(cell)
        if any(place >= MOST_COLUMNS and said for place, said in found.items()):
            contents.is_whole = False
        width = min(max(found, default=-1) + 1, MOST_COLUMNS)
        rows.append([found.get(place, "") for place in range(width)])
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


def _comments(package: Package, contents: Contents) -> None:
    for name in package.matching(
        r"xl/(?:(?:comments/)?comments?\d*|threadedComments/threadedComment\d+)\.xml"
    ):
        root = package.tree(name)
        for one in root.iter():
            if tag(one) == "author":
                contents.hide("AUTHOR", one.text or "")
        said = "\n".join(one.text or "" for one in root.iter() if tag(one) in {"t", "text"})
        contents.add("a comment", said)
    for name in package.matching(r"xl/persons/[^/]+\.xml"):
        for one in package.tree(name).iter():
            contents.hide("AUTHOR", attribute(one, "displayName"))


def _pivots(package: Package, contents: Contents) -> None:
    """A pivot table keeps a copy of the rows that it counts, also when their sheet is gone."""
    folder = r"xl/pivotCache/"
    records = package.matching(folder + r"pivotCacheRecords[^/]*\.xml")
    linked: dict[str, list[tuple[str, list[str]]]] = {}
    for name in package.matching(folder + r"pivotCacheDefinition[^/]*\.xml"):
        fields = [_field(one) for one in package.tree(name).iter() if tag(one) == "cacheField"]
        named = [target for target in package.targets(name).values() if target in records]
        linked |= dict.fromkeys(named, fields)
        if not named:
            kept = "\n".join(f"{field}: {item}" for field, items in fields for item in items)
            contents.add("what a pivot table keeps", kept)
    for name in records:
        if contents.is_full:
            return
        fields = linked.get(name, [])
        rows = [[field for field, _ in fields]] if fields else []
        for record in (one for one in package.tree(name).iter() if tag(one) == "r"):
            if len(rows) > MOST_ROWS:
                contents.is_whole = False
                break
            rows.append([_item(one, place, fields) for place, one in enumerate(record)])
        contents.add("what a pivot table keeps", as_words(rows))


def _field(element: Any) -> tuple[str, list[str]]:
    """A column's name, and its answers where the rows only point at them."""
    shared = next((one for one in element if tag(one) == "sharedItems"), ())
    return attribute(element, "name"), [_said(one) for one in shared]


def _item(one: Any, place: int, fields: list[tuple[str, list[str]]]) -> str:
    said = _said(one)
    if tag(one) != "x" or place >= len(fields):
        return said
    items = fields[place][1]
    return items[int(said)] if said.isdigit() and int(said) < len(items) else ""


def _said(one: Any) -> str:
    return attribute(one, "v").removesuffix("T00:00:00")
