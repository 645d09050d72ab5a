"""What is typed or pasted along with words and cannot be seen."""

from __future__ import annotations

import re

# Word processors paste some of these for a soft line break; many programs end a line at each.
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# XML 1.0 and calendars hold none of these, tab and line feed excepted.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def plain(text: str) -> str:
    """Each line end as a line feed; other control characters are left out."""
    return CONTROLS.sub("", LINE_ENDS.sub("\n", text))


def shown(text: str, *, most: int) -> str:
    """A stranger's words in our page: one short line, a dot for what cannot be seen."""
    line = "".join(sign if sign.isprintable() else "·" for sign in text)
    return line if len(line) <= most else f"{line[:most]}…"


def plain_line(text: str) -> str:
    """The same in one line."""
    return plain(text).replace("\n", " ").strip()
