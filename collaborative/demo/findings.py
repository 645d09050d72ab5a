"""Words that the patient screen finds, pictures and tables, and the answers of their authors."""

from __future__ import annotations

import csv
import datetime as dt
import io
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from collaborative.core.uploads import check_upload
from members.models import User
from practices import actions, queries
from practices.models import Practice

from . import content

HOUR = dt.timedelta(hours=1)


@cache
def _all() -> dict[str, dict[str, Any]]:
    return {one["slug"]: one for one in content.read("findings")["findings"]}


def bring_findings(slug: str, practice: Practice, *, by: User, now: dt.datetime) -> None:
    """The author writes on, is asked, takes something out, answers some of the rest."""
    told = _all().get(slug)
    if told is None:
        return
    if "before" in told:
        _save(practice, told["before"], by=by, now=now)
        actions.ask_about_findings(practice=practice, by=by, now=now)
        first = practice.newest().words()
        words = {
            name: first[name].removesuffix(said).rstrip() for name, said in told["before"].items()
        }
        actions.save_draft(practice=practice, by=by, words=words, now=now + HOUR)
    files = [
        _attach(practice, made, kind, by=by, now=now + HOUR)
        for kind, made in (("photo", told.get("photo")), ("table", told.get("table")))
        if made
    ]
    _save(practice, told["adds"], by=by, now=now + HOUR, files=files)
    given = {one["words"]: actions.Given(one["answer"], one["note"]) for one in told["answers"]}
    asked = queries.screened(practice.newest(), today=now.date()).asked
    answers = {one.key: given[one.finding.words] for one in asked if one.finding.words in given}
    actions.answer_findings(practice=practice, answers=answers, by=by, now=now + HOUR)


def _save(
    practice: Practice,
    adds: dict[str, str],
    *,
    by: User,
    now: dt.datetime,
    files: list[int] | None = None,
) -> None:
    newest = practice.newest()
    words: dict[str, Any] = {name: f"{getattr(newest, name)} {said}" for name, said in adds.items()}
    if files:
        words["file_ids"] = [*newest.file_ids, *files]
    actions.save_draft(practice=practice, by=by, words=words, now=now)


def _attach(
    practice: Practice, made: dict[str, Any], kind: str, *, by: User, now: dt.datetime
) -> int:
    upload = SimpleUploadedFile(made["name"], _photo() if kind == "photo" else _table(made["rows"]))
    kept = actions.attach_file(
        practice=practice,
        upload=check_upload(upload),
        description=made["description"],
        by=by,
        now=now,
    )
    return kept.pk


def _table(rows: list[list[str]]) -> bytes:
    held = io.StringIO()
    csv.writer(held).writerows(rows)
    return held.getvalue().encode()


def _photo() -> bytes:
    """A drawing that carries what a phone would write into it."""
    image = Image.new("RGB", (960, 640), (214, 190, 160))
    draw = ImageDraw.Draw(image)
    for left in (120, 400, 680):
        draw.ellipse((left, 120, left + 150, 270), fill=(240, 240, 236), outline=(90, 70, 50))
        draw.ellipse((left + 30, 150, left + 120, 240), fill=(96, 60, 34))
    draw.rectangle((300, 330, 640, 600), fill=(252, 251, 246), outline=(120, 120, 120))
    for line in range(360, 580, 28):
        draw.line((330, line, 610, line), fill=(150, 150, 150), width=4)
    draw.line((340, 372, 560, 430), fill=(170, 30, 40), width=6)
    exif = Image.Exif()
    exif[0x0132] = "2026:09:14 18:42:10"
    exif.get_ifd(0x8769)[0xA431] = "DEMO-000417"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (44.0, 57.0, 36.0), "W", (93.0, 12.0, 30.0)
    held = io.BytesIO()
    image.save(held, "JPEG", quality=80, exif=exif)
    return held.getvalue()
