"""What of a Word document is let near a reader: the few parts with its words, looked at first.

`collaborative.core.uploads` has refused what is no Word document, what unpacks to far too much,
what is locked, and what holds programs. Here each XML part is read once as a stream, so that
nothing can grow: no declarations of entities, no deep nesting, no million elements. Only these
parts go on, so pictures are never opened and nothing can lead outside the document.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO
from xml.parsers import expat

from django.core.exceptions import ValidationError

# Comments in the margin are left out on purpose: they are said among colleagues.
WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/_rels/document\.xml\.rels"
    r"|word/(?:document|styles|numbering|footnotes|endnotes)\.xml"
)
MOST_BYTES = 16 * 1024 * 1024
# Twenty pages have about 15,000; this many are read in some seconds.
MOST_ELEMENTS = 60_000
# The page of correction has room for this much text; and it comes back whole even when a session
# ended (collaborative.core.views.again shows 300 fields and 400,000 characters).
MOST_CHARACTERS = 350_000
MOST_BLANKS = 1_000_000
DEEPEST = 80
CHUNK = 256 * 1024
MAIN = "word/document.xml"


class DocumentRefused(ValidationError):
    """The document is not read; the message says why and what helps."""


BROKEN = "This document cannot be read. Open it in Word, save it again as .docx, and try once more."
TOO_MUCH = (
    "This document is too large or too involved to be read here. Save the part that tells of the "
    "practice as a document of its own, and try again."
)
TOO_LONG = (
    f"This document holds more than {MOST_CHARACTERS:,} characters of text, which is more than can "
    "be sorted here. Save the part that tells of the practice as a document of its own, and try "
    "again."
)
DECLARES = (
    "This document holds declarations that no word processor writes, so it is not read. Copy the "
    "text into a new document and try again."
)


def words_alone(file: IO[bytes]) -> io.BytesIO:
    """The document again, with the parts that hold words and nothing else."""
    held = io.BytesIO()
    left = MOST_BYTES
    counted = _Counted()
    try:
        with zipfile.ZipFile(file) as package, zipfile.ZipFile(held, "w") as clean:
            for name in sorted(set(package.namelist())):
                if not WANTED.fullmatch(name):
                    continue
                part = _looked_at(package, name, left=left, counted=counted)
                left -= len(part)
                clean.writestr(name, part)
            if MAIN not in clean.namelist():
                raise DocumentRefused(BROKEN)
    except (zipfile.BadZipFile, expat.ExpatError, EOFError, OSError, ValueError, KeyError):
        raise DocumentRefused(BROKEN) from None
    held.seek(0)
    return held


class _Counted:
    """How much has been met so far, over all parts."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0
        self.characters = 0
        self.blanks = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002  expat gives them
        self.elements += 1
        self.depth += 1
        if self.elements > MOST_ELEMENTS or self.depth > DEEPEST:
            raise DocumentRefused(TOO_MUCH)

    def text(self, words: str) -> None:
        said = len(words.strip())
        self.characters += said
        self.blanks += len(words) - said
        if self.blanks > MOST_BLANKS:
            raise DocumentRefused(TOO_MUCH)
        if self.characters > MOST_CHARACTERS:
            raise DocumentRefused(TOO_LONG)

    def end(self, name: str) -> None:  # noqa: ARG002  expat gives it
        self.depth -= 1


def _looked_at(package: zipfile.ZipFile, name: str, *, left: int, counted: _Counted) -> bytes:
    """The bytes of one part, once they are seen to be plain XML of a sane shape."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = counted.start
    parser.EndElementHandler = counted.end
    parser.CharacterDataHandler = counted.text
    parser.StartDoctypeDeclHandler = _refuse_declarations
    counted.depth = 0
    kept = bytearray()
    with package.open(name) as stream:
        while chunk := stream.read(CHUNK):
            kept += chunk
            if len(kept) > left:
                raise DocumentRefused(TOO_MUCH)
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return bytes(kept)


def _refuse_declarations(*_: object) -> None:
    """Entities, inner and outer ones, can only be declared here."""
    raise DocumentRefused(DECLARES)
