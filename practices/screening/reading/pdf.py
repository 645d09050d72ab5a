"""PDFs: the words of their pages, notes, form fields and properties."""

from __future__ import annotations

import logging
from typing import IO, Any

from pypdf import PdfReader

from .contents import Contents, unread

MOST_PAGES = 200
MOST_NOTES = 50


def read_pdf(file: IO[bytes]) -> Contents:
    """A scan has pages and no words: it counts as not read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return unread()
    contents = Contents()
    for key in ("author", "creator", "producer"):
        said = getattr(reader.metadata, key, None) if reader.metadata else None
        if said and key == "author":
            contents.hide("AUTHOR", said)
    for key in ("title", "subject", "keywords"):
        said = getattr(reader.metadata, key, None) if reader.metadata else None
        if said:
            contents.add("the properties of the file", str(said))
    number = len(reader.pages)
    words = 0
    for place in range(min(number, MOST_PAGES)):
        page = reader.pages[place]
        text = page.extract_text() or ""
        words += len(text.split())
        contents.pictures += _pictures(page)
        has_room = contents.add(f"page {place + 1}", text)
        has_room = contents.add(f"a note on page {place + 1}", _notes(page)) and has_room
        if not has_room:
            contents.is_whole = False
            break
    if number > MOST_PAGES:
        contents.is_whole = False
    if not words:
        contents.is_read = False
    return contents


def _notes(page: Any) -> str:
    """Comments and answers in forms."""
    said = []
    for note in list(page.get("/Annots") or [])[:MOST_NOTES]:
        one = note.get_object()
        said += [str(one[key]) for key in ("/Contents", "/V") if isinstance(one.get(key), str)]
    return "\n".join(said)


def _pictures(page: Any) -> int:
    try:
        drawn = page["/Resources"]["/XObject"].get_object()
        return sum(1 for one in drawn.values() if one.get_object().get("/Subtype") == "/Image")
    except (KeyError, TypeError, AttributeError):
        return 0
