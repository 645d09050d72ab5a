"""The parts of an Office file: XML in a package, read within bounds."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml.ElementTree import fromstring

MOST_BYTES_OF_A_PART = 30 * 1024 * 1024
# Their words belong together: what a program cut into runs is one word for a reader.
RUNS = frozenset({"t", "delText", "instrText"})
BLANKS = frozenset({"tab", "br", "cr"})
BLOCKS = frozenset({"p", "si", "is", "text", "tr", "row", "div", "comment"})
# What people write that is kept as an attribute: of pictures, of cells to fill in, of links.
TELLING = ("descr", "title", "alt", "prompt", "promptTitle", "error", "errorTitle", "tooltip")
# Addresses of cells, forms of numbers, where a drawing is fastened; and the figures of charts,
# which stand in a sheet.
NOT_SAID = frozenset(
    {"f", "formula", "sqref", "formatCode", "numCache", "col", "colOff", "rowOff", "ClientData"}
)


class Package:
    """`read`: the parts whose words were taken."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = [name for name in package.namelist() if not name.endswith("/")]
        self.read: set[str] = set()

    def raw(self, name: str) -> bytes:
        with self.package.open(name) as stream:
            raw = stream.read(MOST_BYTES_OF_A_PART + 1)
        if len(raw) > MOST_BYTES_OF_A_PART:
            raise ValueError(name)
        self.read.add(name)
        return raw

    def tree(self, name: str) -> Any:
        return fromstring(self.raw(name), forbid_dtd=True)

    def matching(self, pattern: str | re.Pattern[str]) -> list[str]:
        """slide2 before slide10."""
        found = [name for name in self.names if re.fullmatch(pattern, name)]
        return sorted(found, key=lambda name: (int(re.sub(r"\D", "", name)[-9:] or 0), name))

    def targets(self, name: str) -> dict[str, str]:
        """The parts that this part names, by the keys that it names them with."""
        folder, _, last = name.rpartition("/")
        listed = posixpath.join(folder, "_rels", f"{last}.rels")
        if listed not in self.names:
            return {}
        return {
            attribute(one, "Id"): posixpath.normpath(
                posixpath.join("/", folder, attribute(one, "Target"))
            ).lstrip("/")
            for one in self.tree(listed).iter()
            if tag(one) == "Relationship" and attribute(one, "TargetMode") != "External"
        }

    def main(self) -> str:
        """The part that all others hang on."""
        listed = "_rels/.rels"
        if listed in self.names:
            for one in self.tree(listed).iter():
                if attribute(one, "Type").endswith("/officeDocument"):
                    target = posixpath.normpath(attribute(one, "Target").lstrip("/"))
                    if target in self.names:
                        return target
        usual = ("word/document.xml", "xl/workbook.xml", "ppt/presentation.xml")
        return next((name for name in usual if name in self.names), "")


def tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def asides(root: Any) -> str:
    """What is written about pictures, links and fields, and not seen beside them."""
    said = [attribute(one, name) for one in root.iter() if one.attrib for name in TELLING]
    said += [one.text or "" for one in root.iter() if tag(one) == "instrText"]
    return "\n".join(one for one in said if one)


def words(root: Any, *, without: frozenset[str] = NOT_SAID) -> str:
    """All words of any part: runs joined, all else on lines of its own."""
    return f"{''.join(_words(root, without))}\n{asides(root)}"


def _words(root: Any, without: frozenset[str]) -> Iterator[str]:
    waiting: list[Any] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        if one is not root and one.tail and one.tail.strip():
            waiting.append(one.tail)
        kind = tag(one)
        if kind in without:
            continue
        text = one.text or ""
        if kind in RUNS:
            yield text
        elif kind in BLANKS:
            yield " "
        elif kind in BLOCKS or text.strip():
            yield f"\n{text}"
        waiting.extend(reversed(one))
