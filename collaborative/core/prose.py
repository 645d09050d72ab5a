"""What members type as plain text, made readable without giving them HTML."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BULLET = re.compile(r"^\s*[-*•]\s+")
_BLANK = re.compile(r"\n\s*\n")


def to_html(text: object) -> SafeString:
    """Blank lines part paragraphs, lines that begin with a dash are a list, all else is escaped."""
    words = str(text or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not words:
        return mark_safe("")
    parts = [part for block in _BLANK.split(words) for part in _block(block)]
    return mark_safe("\n".join(parts))  # noqa: S308  every line below went through escape()


def _block(block: str) -> list[str]:
    """One block as HTML: runs of list lines and runs of other lines, in their order."""
    runs: list[tuple[bool, list[str]]] = []
    for line in block.strip("\n").split("\n"):
        is_item = bool(_BULLET.match(line))
        if not runs or runs[-1][0] != is_item:
            runs.append((is_item, []))
        runs[-1][1].append(escape(_BULLET.sub("", line).strip()))
    return [_list(lines) if is_list else f"<p>{'<br>'.join(lines)}</p>" for is_list, lines in runs]


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
