"""From the bytes of a Word document to its parts."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO, Any

import mammoth
from mammoth.results import Result

from collaborative.core.words import plain

from .blocks import blocks_of
from .parts import Document, in_parts
from .screening import BROKEN, DocumentRefused, words_alone

STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='heading 7'] => h6:fresh
p[style-name='heading 8'] => h6:fresh
p[style-name='heading 9'] => h6:fresh
br[type='page'] =>
"""


def read(file: IO[bytes], *, name: str = "") -> Document:
    """The parts of the document with a guess for each; DocumentRefused says why it is not read."""
    html = _html_of(file)
    blocks, pictures = blocks_of(plain(html))
    return in_parts(blocks, pictures=pictures, fallback_title=_title_of(name))


def _html_of(file: IO[bytes]) -> str:
    clean = words_alone(file)
    try:
        result: Result = mammoth.convert_to_html(
            clean,
            style_map=STYLES,
            # A style map inside the document could turn anything into anything.
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=_no_picture,
        )
    except DocumentRefused:
        raise
    except Exception:  # noqa: BLE001  a reader of other people's files raises nearly anything
        raise DocumentRefused(BROKEN) from None
    return str(result.value)


def _no_picture(image: Any) -> list[Any]:  # noqa: ARG001  it is counted, never opened
    return [mammoth.html.element("img", {})]


def _title_of(name: str) -> str:
    """“diabetes_groups_final.docx” as words."""
    return " ".join(PurePath(name).stem.replace("_", " ").split())
