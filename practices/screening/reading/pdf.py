"""PDFs: the words of their pages, notes, form fields and properties."""

from __future__ import annotations

import logging
import re
from typing import IO, Any

from pypdf import PdfReader

from .contents import Contents, unread

MOST_PAGES = 200
MOST_NOTES, MOST_LINKS = 200, 2_000
# Drawings in drawings, so deep and so many.
DEEPEST, MOST_DRAWN = 3, 100
ATTACHED = {"/FileAttachment", "/RichMedia", "/Sound", "/Movie", "/Screen", "/3D"}
IN_LINE = re.compile(rb"(?<!\S)BI\s[^\0]{1,400}?\sID\s")


def read_pdf(file: IO[bytes]) -> Contents:
    """A scan has pages and no words: it counts as not read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return unread()
    contents = Contents()
    _properties(reader, contents)
    if _has_more(reader):
        contents.is_whole = False
    number = len(reader.pages)
    words = 0
    for place in range(min(number, MOST_PAGES)):
        page = reader.pages[place]
        text = page.extract_text() or ""
        words += len(text.split())
        pictures = _pictures(page)
        contents.pictures += pictures
        if pictures and not text.strip():
            contents.is_whole = False  # a page that was scanned
        has_room = contents.add(f"page {place + 1}", text)
        has_room = contents.add(f"a note on page {place + 1}", _notes(page, contents)) and has_room
        if not has_room:
            contents.is_whole = False
            break
    if number > MOST_PAGES:
        contents.is_whole = False
    if not words:
        contents.is_read = False
    return contents


def _properties(reader: PdfReader, contents: Contents) -> None:
    contents.hide("AUTHOR", getattr(reader.metadata, "author", None) or "")
    for key in ("title", "subject", "keywords"):
        contents.add("the properties of the file", str(getattr(reader.metadata, key, None) or ""))


def _has_more(reader: PdfReader) -> bool:
    """Files inside the file, and forms that a program of their own fills in."""
    catalog = reader.root_object
    names = _resolved(catalog.get("/Names")) or {}
    form = _resolved(catalog.get("/AcroForm")) or {}
    files = _resolved(names.get("/EmbeddedFiles")) or {}
    more = (files.get("/Names"), files.get("/Kids"), catalog.get("/AF"), form.get("/XFA"))
    return any(_resolved(one) for one in more)


def _resolved(one: Any) -> Any:
    return one.get_object() if hasattr(one, "get_object") else one


def _notes(page: Any, contents: Contents) -> str:
    """Comments and answers in forms."""
    said = []
    notes = [_resolved(one) for one in list(_resolved(page.get("/Annots")) or [])[:MOST_LINKS]]
    telling = [one for one in notes if one and one.get("/Subtype") != "/Link"]
    if len(telling) > MOST_NOTES or any(one.get("/Subtype") in ATTACHED for one in telling):
        contents.is_whole = False
    for one in telling[:MOST_NOTES]:
        above = _resolved(one.get("/Parent")) or {}  # one answer, shown in several places
        answers = (one.get("/Contents"), one.get("/V") or above.get("/V"))
        said += [str(answer) for answer in map(_resolved, answers) if isinstance(answer, str)]
    return "\n".join(said)


def _pictures(page: Any) -> int:
    """Also those in the drawings that a page is put together from, and those set among lines."""
    drawn = _drawn(page, DEEPEST)
    if drawn:
        return drawn
    content = page.get_contents()
    return len(IN_LINE.findall(content.get_data())) if content is not None else 0


def _drawn(holder: Any, depth: int) -> int:
    try:
        named = holder["/Resources"]["/XObject"].get_object()
        found = [_resolved(one) for one in list(named.values())[:MOST_DRAWN]]
    except (KeyError, TypeError, AttributeError):
        return 0
    number = sum(1 for one in found if one.get("/Subtype") == "/Image")
    if depth:
        forms = (one for one in found if one.get("/Subtype") == "/Form")
        number += sum(_drawn(one, depth - 1) for one in forms)
    return number
