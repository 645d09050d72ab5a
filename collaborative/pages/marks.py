"""Plain text with a few marks, as the blocks of a page: for texts that come from files.

A blank line ends a part; "## " is a heading, "> " a quotation, "- " a point of a list, all else a
paragraph. Everything is escaped: a text cannot bring markup of its own.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.html import escape

from collaborative.core import prose

HEADING, QUOTE, POINT, TEXT = "## ", "> ", "- ", ""


def rich(text: str) -> str:
    """Paragraphs and lists as the HTML that a rich text field keeps."""
    return str(prose.to_html(text))


def stream(text: str) -> list[dict[str, Any]]:
    """The body of an article or a news release."""
    parts: list[dict[str, Any]] = []
    for mark, lines in groupby(text.strip().splitlines(), key=_mark):
        words = [line.strip().removeprefix(mark).strip() for line in lines]
        parts += _parts(mark, [line for line in words if line or mark == TEXT])
    return parts


def _mark(line: str) -> str:
    start = line.lstrip()
    return next((mark for mark in (HEADING, QUOTE, POINT) if start.startswith(mark)), TEXT)


def _parts(mark: str, lines: list[str]) -> list[dict[str, Any]]:
    if mark == HEADING:
        return [{"type": "heading", "value": line} for line in lines]
    if mark == QUOTE:
        return [{"type": "quote", "value": {"text": " ".join(lines), "source": ""}}]
    if mark == POINT:
        return [{"type": "points", "value": lines}]
    paragraphs = [
        escape(" ".join(group))
        for is_blank, group in groupby(lines, key=lambda line: not line)
        if not is_blank
    ]
    return [{"type": "paragraph", "value": "".join(f"<p>{p}</p>" for p in paragraphs)}] * bool(
        paragraphs
    )
