"""A person's own data as one file: the same for programs, for reading, and what was uploaded."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
import zipfile
from decimal import Decimal
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import dateformat, timezone

from members import keeping
from members.keeping import Told
from members.models import User

# Uploads beyond this are named in the list and not packed: the person still gets all the rest.
MOST_BYTES = 200 * 1024 * 1024
IN_MEMORY = 1024 * 1024
# A table reads well up to here; what is longer or wider is told line by line.
MOST_COLUMNS, LONGEST_CELL = 6, 120
SPELLING = {"Dlp year": "DLP year", "E mail address": "E-mail address"}


def pack(user: User, *, now: dt.datetime) -> IO[bytes]:
    """A ZIP with data.json, index.html and files/, ready to be read from its beginning."""
    told = keeping.tell(user)
    left_out: list[str] = []
    packed = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        room = MOST_BYTES
        for upload in keeping.uploads(user):
            room -= upload.size
            if room < 0:
                left_out.append(upload.name)
                continue
            with (
                upload.open() as source,
                archive.open(f"files/{_safe(upload.name)}", "w") as target,
            ):
                shutil.copyfileobj(source, target)
        archive.writestr("data.json", as_json(user, told, left_out, now=now))
        archive.writestr("index.html", as_page(user, told, left_out, now=now))
        archive.writestr("look.css", render_to_string("members/own_data/look.css"))
    packed.seek(0)
    return packed


def as_json(user: User, told: list[Told], left_out: list[str], *, now: dt.datetime) -> str:
    """Times are ISO 8601 with their zone; the names of columns are those of the page."""
    data = {
        "portal": settings.SITE_NAME,
        "address": settings.BASE_URL,
        "account": user.pk,
        "made_at": now,
        "files_left_out": left_out,
        "why": {part.name: part.why for part, _ in told},
        "data": {part.name: rows for part, rows in told},
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=_plain)


def as_page(user: User, told: list[Told], left_out: list[str], *, now: dt.datetime) -> str:
    context = {
        "user": user,
        "now": now,
        "site_name": settings.SITE_NAME,
        "contact": settings.CONTACT_EMAIL,
        "left_out": left_out,
        "sections": [Section.of(one) for one in told],
    }
    return render_to_string("members/own_data/index.html", context)


class Section(NamedTuple):
    """One part as it is read: a table where its cells are short, otherwise entry by entry."""

    name: str
    title: str
    why: str
    columns: list[str]
    rows: list[list[tuple[str, str]]]
    is_table: bool

    @classmethod
    def of(cls, told: Told) -> Section:
        part, rows = told
        read = [[(label(name), words(value)) for name, value in row.items()] for row in rows]
        columns = [label(name) for name in rows[0]] if rows else []
        cells = [text for row in read for _, text in row]
        is_table = (
            len(rows) > 1
            and len(columns) <= MOST_COLUMNS
            and all(len(text) <= LONGEST_CELL for text in cells)
        )
        return cls(part.name, part.title, part.why, columns, read, is_table)


def label(name: str) -> str:
    plain = name.replace("_", " ").capitalize()
    return SPELLING.get(plain, plain)


def words(value: Any) -> str:
    """A value as a person says it; nothing for what was never said."""
    match value:
        case None:
            said = ""
        case bool():
            said = "yes" if value else "no"
        case dt.datetime():
            said = dateformat.format(timezone.localtime(value), "F j, Y, P T")
        case dt.date():
            said = dateformat.format(value, "F j, Y")
        case dict():  # a line of several answers
            said = "; ".join(f"{name}: {words(one)}" for name, one in value.items() if one)
        case list():
            between = "\n" if any(isinstance(one, dict) for one in value) else ", "
            said = between.join(map(words, value))
        case _:
            said = str(value)
    return said


def _plain(value: Any) -> str | float:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _safe(name: str) -> str:
    """No folder and no sign that a file system takes for anything but a name."""
    return re.sub(r"[^\w.() -]", "_", name).strip(". ") or "file"
