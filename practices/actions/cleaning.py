"""A copy of a picture without hidden data, in its place. Files themselves are never changed."""

from __future__ import annotations

import datetime as dt
import io

from django.core.files.base import ContentFile
from django.db import transaction

from members.models import User
from practices import permissions, queries
from practices.enums import SETTLING
from practices.models import Practice, PracticeFile, ScreenedWords
from practices.screening.reading import clean_picture
from practices.screening.signs import Kind

from ._rows import locked, require, write_audit
from ._screened import keep_contents, read_upload
from .drafts import save_draft
from .refusals import CannotClean, CannotEdit

# What is still to be seen in the copy: answers about it hold.
SEEN_IN_IT = (Kind.FACE, Kind.NAME, Kind.UNREAD)


@transaction.atomic
def clean_file(
    *, practice: Practice, kept: PracticeFile, by: User, now: dt.datetime
) -> PracticeFile:
    """Puts a copy without hidden data in a picture's place in the newest words.

    In order: the copy is made, kept and read, answers about what it shows go on for the copy, the
    newest version names it. The original stays with the versions that name it.
    """
    row = locked(practice)
    require(permissions.user_can_edit(by, row) and kept.practice_id == row.pk)
    if not row.is_editable:
        raise CannotEdit.of(row)
    files = row.newest().file_ids
    if not kept.is_image or kept.pk not in files:
        raise CannotClean
    copy = _copy_of(kept, _without_hidden(kept), by=by, now=now)
    _carry_answers(row, kept, copy)
    words = {"file_ids": [copy.pk if pk == kept.pk else pk for pk in files]}
    save_draft(practice=practice, by=by, words=words, now=now)
    write_audit(practice, "clean_file", by=by, now=now)
    return copy


def _without_hidden(kept: PracticeFile) -> bytes:
    with kept.file.open("rb") as original:
        held = io.BytesIO(original.read())
    try:
        return clean_picture(held)
    except Exception:  # noqa: BLE001  Pillow's readers raise nearly anything
        raise CannotClean from None


def _copy_of(kept: PracticeFile, content: bytes, *, by: User, now: dt.datetime) -> PracticeFile:
    copy = PracticeFile(
        practice_id=kept.practice_id,
        name=kept.name,
        description=kept.description,
        media_type=kept.media_type,
        size=len(content),
        added_by=by,
        added_at=now,
    )
    copy.file.save(str(kept.file.name).rpartition("/")[2], ContentFile(content), save=False)
    copy.save()
    keep_contents(copy, read_upload(io.BytesIO(content), copy.media_type), now=now)
    return copy


def _carry_answers(row: Practice, kept: PracticeFile, copy: PracticeFile) -> None:
    about = ScreenedWords.objects.filter(
        practice=row,
        place=queries.place_of_file(kept),
        kind__in=SEEN_IN_IT,
        answer__in=SETTLING,
    )
    for one in about:
        one.pk, one.place = None, queries.place_of_file(copy)
        one.save(force_insert=True)
