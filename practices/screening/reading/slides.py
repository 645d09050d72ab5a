"""PowerPoint: slides in their order, what is said to them, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .contents import Contents
from .package import Package, asides, attribute, tag

PARTS = (
    (r"ppt/slides/slide\d+\.xml", "slide {}"),
    (r"ppt/notesSlides/notesSlide\d+\.xml", "the speaker's notes {}"),
)


def read_slides(package: Package, contents: Contents) -> None:
    for pattern, where in PARTS:
        for place, name in enumerate(package.matching(pattern), start=1):
            if contents.is_full:
                return
            root = package.tree(name)
            hidden = ", hidden" if attribute(root, "show") == "0" else ""
            text = "\n".join((*_paragraphs(root), asides(root)))
            contents.add(where.format(place) + hidden, text)
    for name in package.matching(r"ppt/comments/[^/]+\.xml"):
        root = package.tree(name)
        text = "\n".join(one.text or "" for one in root.iter() if tag(one) in {"t", "text"})
        contents.add("a comment", text)
    for name in package.matching(r"ppt/(?:commentAuthors|authors)\.xml"):
        for one in package.tree(name).iter():
            contents.hide("AUTHOR", attribute(one, "name"))


def _paragraphs(root: Any) -> Iterator[str]:
    """Each paragraph's words; blanks for tabs and breaks."""
    for paragraph in root.iter():
        if tag(paragraph) != "p":
            continue
        words = []
        for one in paragraph.iter():
            match tag(one):
                case "t" | "delText":
                    words.append(one.text or "")
                case "tab" | "br" | "cr":
                    words.append(" ")
        yield "".join(words)
