"""What other actions do with the patient screen: ask for answers, note what went, read files."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any

from collaborative.core.uploads import MEDIA_TYPES
from members.models import User
from practices import queries
from practices.enums import ScreenAnswer
from practices.models import FileContents, Practice, PracticeFile, ScreenedWords
from practices.screening.reading import Contents, read_file

from .refusals import FindingsUnanswered

KINDS = {media_type: kind for kind, media_type in MEDIA_TYPES.items()}


def require_answers(newest: Practice, *, now: dt.datetime) -> None:
    """Nothing goes on its way to the public while somebody still has to look at words in it."""
    unanswered = queries.screened(newest, today=now.date()).unanswered
    if unanswered:
        raise FindingsUnanswered(len(unanswered))


def note_what_is_gone(row: Practice, after: Practice, *, by: User, now: dt.datetime) -> None:
    """Part of saving: words that somebody was asked about and that are not there any more."""
    rows = ScreenedWords.objects.filter(practice=row).exclude(answer=ScreenAnswer.REMOVED)
    waiting = list(rows.only("place", "kind", "fingerprint"))
    if not waiting:
        return
    there = {
        (one.place, str(one.finding.kind), one.fingerprint)
        for one in queries.screened(after, today=now.date()).asked
    }
    gone = [one.pk for one in waiting if (one.place, one.kind, one.fingerprint) not in there]
    ScreenedWords.objects.filter(pk__in=gone).update(
        answer=ScreenAnswer.REMOVED, note="", answered_by=by, answered_at=now
    )


def keep_contents(kept: PracticeFile, found: Contents, *, now: dt.datetime) -> None:
    """What was read of a file, beside it."""
    data: dict[str, Any] = {"found": found.as_data(), "read_at": now}
    FileContents.objects.update_or_create(file=kept, defaults=data)


def read_kept_file(*, kept: PracticeFile, now: dt.datetime) -> bool:
    """Reads a file that was kept before files were read; False where its bytes are not there."""
    try:
        with kept.file.open("rb") as file:
            keep_contents(kept, read_upload(file, kept.media_type), now=now)
    except FileNotFoundError:
        return False
    return True


def read_upload(file: IO[bytes], media_type: str) -> Contents:
    """The words inside a file that was checked. Before any lock: it may take seconds."""
    return read_file(file, KINDS.get(media_type, ""))
