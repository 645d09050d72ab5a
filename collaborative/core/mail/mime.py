"""A message in bytes, such that no server on its way needs to change one of them."""

from __future__ import annotations

import datetime as dt
import re
from email import charset, policy
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr

from .render import one_line

LONGEST_LINE = 900  # bytes; the limit of SMTP is 998
# Addresses in angle brackets stay in one piece: some readers of List-Unsubscribe do not unfold.
WIRE = policy.compat32.clone(linesep="\r\n", mangle_from_=False, max_line_length=LONGEST_LINE)
LONGEST_ENCODED_WORD = 75
ADDRESSES = ("From", "To")


def make_message(headers: dict[str, str], *, text: str, html: str, now: dt.datetime) -> bytes:
    """Words and HTML as alternatives, in ASCII only, no line longer than SMTP allows."""
    message = MIMEMultipart("alternative")
    message["Date"] = format_datetime(now)
    for name, value in headers.items():
        message[name] = _header(name, one_line(value, LONGEST_LINE))
    message.attach(_part(text, "plain"))
    # Every other letter as a numbered reference: plain ASCII, and lines may break at any space.
    ascii_html = html.encode("ascii", "xmlcharrefreplace").decode("ascii")
    message.attach(_part(_with_short_lines(ascii_html), "html"))
    return message.as_bytes(policy=WIRE)


def _header(name: str, value: str) -> str:
    if name in ADDRESSES:
        shown, address = parseaddr(value)
        value = formataddr((shown, address), "utf-8")
        return value if value.isascii() else in_encoded_words(name, value)
    # What already looks like an encoded word would be read as one: it is shown as typed.
    is_plain = value.isascii() and "=?" not in value
    return value if is_plain else in_encoded_words(name, value)


def in_encoded_words(name: str, value: str) -> str:
    """RFC 2047, short enough that nobody on the way folds the lines again. What does so puts the
    first word on a line of its own, and some mail programs then show a space before it.
    """
    return Header(value, "utf-8", header_name=name).encode(maxlinelen=LONGEST_ENCODED_WORD)


def _part(words: str, kind: str) -> MIMEText:
    if words.isascii():
        if all(len(line) <= LONGEST_LINE for line in words.split("\n")):
            return MIMEText(words, kind, "us-ascii")
        return _encoded(words, kind, charset.QP)
    parts = [_encoded(words, kind, how) for how in (charset.QP, charset.BASE64)]
    return min(parts, key=lambda part: len(part.get_payload()))


def _encoded(words: str, kind: str, how: int) -> MIMEText:
    utf8 = charset.Charset("utf-8")
    utf8.body_encoding = how
    return MIMEText(words, kind, utf8)  # type: ignore[arg-type]  # a Charset is as good as its name


def _with_short_lines(html: str) -> str:
    """Breaks long lines at spaces, which HTML does not mind anywhere outside <pre>."""
    return "\n".join(
        re.sub(rf"(.{{1,{LONGEST_LINE}}})(?: |$)", r"\1\n", line).rstrip("\n")
        if len(line) > LONGEST_LINE
        else line
        for line in html.split("\n")
    )
