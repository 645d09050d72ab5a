"""What the development mailbox has filed: whole messages, one a file, newest first."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

MOST_SHOWN = 200
# A code stands alone on its line, in capitals and digits, sometimes with a hyphen.
_CODE = re.compile(r"^[ \t]*([A-Z0-9](?:-?[A-Z0-9]){5,11})[ \t]*$", re.MULTILINE)


class Mail(NamedTuple):
    """One message as it came over the wire."""

    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", "")).strip() or "(no subject)"

    @property
    def sender(self) -> str:
        return str(self.message.get("From", ""))

    @property
    def recipient(self) -> str:
        return str(self.message.get("To") or self.message.get("Delivered-To") or "")

    @property
    def sent_at(self) -> datetime | None:
        try:
            sent_at = parsedate_to_datetime(str(self.message.get("Date", "")))
        except ValueError:
            return None
        # "-0000" is a time in UTC whose sender says nothing of his own zone (RFC 5322, 3.3).
        return sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)

    @property
    def headers(self) -> str:
        return "\n".join(f"{name}: {value}" for name, value in self.message.items())

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    @property
    def code(self) -> str:
        """The code that somebody waits for, if this mail brings one."""
        found = _CODE.search(self.text)
        return found.group(1) if found else ""

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        # Lines end as they came over the wire, with a carriage return.
        return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


def newest() -> list[Mail]:
    return [_read(path) for path in sorted(_files(), reverse=True)[:MOST_SHOWN]]


def find(name: str) -> Mail | None:
    """The mail filed under this name. Only names that the folder lists are looked at."""
    for path in _files():
        if path.name == name:
            return _read(path)
    return None


def _files() -> list[Path]:
    folder = getattr(settings, "MAILBOX_DIR", "")
    return list(Path(folder).glob("*.eml")) if folder else []


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  what policy.default makes
    return Mail(path.name, message)
