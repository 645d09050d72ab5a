"""Writing: begin, save, go back to earlier words, attach a file, delete."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from wagtail.models import ModelLogEntry, Revision

from collaborative.core.uploads import CheckedUpload
from members.actions import CannotSpeak, speak
from members.models import Institution, User
from members.permissions import is_member_of
from practices import derived, permissions
from practices.enums import Workflow
from practices.models import Practice, PracticeFile
from practices.models.practices import SITTING, make_draft_key

from ._rows import adopt, keep_version, locked, require, write_audit
from ._screened import keep_contents, note_what_is_gone, read_upload
from .merging import merge
from .refusals import CannotBegin, CannotDelete, CannotEdit, EditedMeanwhile

DRAFT_KEY = re.compile(r"draft-[0-9a-f]{16}")


@transaction.atomic
def begin(
    *,
    institution: Institution,
    by: User,
    words: dict[str, Any],
    now: dt.datetime,
    draft_key: str = "",
) -> Practice:
    """Starts a draft; only a title is needed.

    `draft_key` comes with the form: the same form sent twice makes one practice.
    """
    require(is_member_of(by, institution.pk))
    try:
        speak(by=by, institution=institution, now=now)
    except CannotSpeak as refusal:
        raise CannotBegin(refusal.sentence) from None
    _refuse_other_fields(words)
    if not DRAFT_KEY.fullmatch(draft_key):
        draft_key = make_draft_key()
    practice, is_new = Practice.objects.get_or_create(
        draft_key=draft_key,
        defaults={
            **words,
            "slug": draft_key,
            "institution": institution,
            "author": by,
            "live": False,
        },
    )
    if not is_new and practice.author_id != by.pk:
        raise PermissionDenied
    if is_new:
        keep_version(practice, by=by, now=now)
        practice.save(update_fields=["latest_revision"])
        derived.refresh(practice)
        write_audit(practice, "create", by=by, now=now)
    return practice


@transaction.atomic
def save_draft(
    *,
    practice: Practice | None = None,
    institution: Institution | None = None,
    by: User,
    words: dict[str, Any],
    now: dt.datetime,
    started_from: int | None = None,
    draft_key: str = "",
    note: str | None = None,
    by_itself: bool = False,
) -> Practice:
    """Saves words as the newest version; fields not named keep theirs.

    `started_from` is the number of the version that the writer had before the eyes (0: none yet;
    None: not asked): where somebody saved another one since, answers that the writer left alone
    keep what was saved, and answers that both changed are a refusal. Of a live practice the row
    keeps the live words. `note` for the steward is kept until the next submission (None: leave it).
    `by_itself`: the form saved, not the person; the history leaves these out of one sitting.
    """
    if practice is None:
        if institution is None:
            raise TypeError("A new practice needs the institution that says it.")
        return begin(institution=institution, by=by, words=words, now=now, draft_key=draft_key)
    _refuse_other_fields(words)
    row = locked(practice)
    require(permissions.user_can_edit(by, row))
    newest = row.newest()
    if "file_ids" in words:
        words = words | {"file_ids": _own_files(row, words["file_ids"])}
    if started_from is not None and started_from != (row.latest_revision_id or 0):
        words = _merged(row, newest, words, started_from=started_from, by=by)
    draft = newest.with_words(words)
    has_words = not row.latest_revision_id or draft.words() != newest.words()
    has_note = note is not None and note != row.note_to_steward
    if not has_words and not has_note:
        adopt(practice, row)
        return practice
    if not row.is_editable:
        raise CannotEdit.of(row)
    if has_note:
        row.note_to_steward = note or ""
        row.save(update_fields=["note_to_steward", "updated_at"])
    if has_words:
        _write(row, draft, by=by, now=now, by_itself=by_itself)
        note_what_is_gone(row, draft, by=by, now=now)
    if not _was_just_said(row, by=by, now=now):
        write_audit(row, "edit", by=by, now=now)
    adopt(practice, row)
    return practice


@transaction.atomic
def restore(*, practice: Practice, revision: Revision, by: User, now: dt.datetime) -> Practice:
    """Makes the words of an earlier version the newest again."""
    if revision.object_id != str(practice.pk):
        raise PermissionDenied
    words = Practice.words_in(revision.content)
    return save_draft(practice=practice, by=by, words=words, now=now)


@transaction.atomic
def attach_file(
    *, practice: Practice, upload: CheckedUpload, description: str, by: User, now: dt.datetime
) -> PracticeFile:
    """Keeps a checked file beside the practice. A version shows it once its `file_ids` name it.

    The words inside it are read first, before any lock: that may take seconds.
    """
    found = read_upload(upload.file, upload.media_type)
    row = locked(practice)
    require(permissions.user_can_edit(by, row))
    if not row.is_editable:
        raise CannotEdit.of(row)
    kept = PracticeFile(
        practice=row,
        name=upload.name,
        description=description,
        media_type=upload.media_type,
        size=upload.size,
        added_by=by,
        added_at=now,
    )
    kept.file.save(upload.stored_name, File(upload.file), save=False)
    kept.save()
    keep_contents(kept, found, now=now)
    return kept


@transaction.atomic
def describe_file(*, kept: PracticeFile, description: str, by: User) -> None:
    """Says what a file is that came without a word. What is said once stays."""
    row = locked(kept.practice)
    require(permissions.user_can_edit(by, row))
    if row.is_editable and not kept.description:
        kept.description = description
        kept.save(update_fields=["description"])


@transaction.atomic
def delete_draft(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """Removes a draft that was never live, its versions, its files; the audit line stays."""
    row = locked(practice)
    require(permissions.user_can_edit(by, row))
    if row.was_ever_live or not row.is_editable:
        raise CannotDelete
    write_audit(row, "delete", by=by, now=now)
    stored = [(kept.file.storage, str(kept.file.name)) for kept in row.files.all()]
    row.delete()

    def remove() -> None:
        for storage, name in stored:
            storage.delete(name)

    transaction.on_commit(remove)


def _write(
    row: Practice, draft: Practice, *, by: User, now: dt.datetime, by_itself: bool = False
) -> None:
    """Keeps the version; the row takes the words only while nothing is live."""
    keep_version(draft, by=by, now=now, by_itself=by_itself)
    row.latest_revision = draft.latest_revision
    fields = ["latest_revision", "workflow", "has_unpublished_changes", "updated_at"]
    if row.live:
        # Back at the live words: nothing is waiting any more.
        same = draft.words() == row.words()
        row.has_unpublished_changes = not same
        row.workflow = Workflow.SETTLED if same else _still_asked(row)
        row.save(update_fields=fields)
        return
    for name in Practice.CONTENT_FIELDS:
        setattr(row, name, getattr(draft, name))
    row.workflow = _still_asked(row)
    row.has_unpublished_changes = True
    row.save(update_fields=[*fields, *Practice.CONTENT_FIELDS])
    derived.refresh(row)


def _merged(
    row: Practice, newest: Practice, words: dict[str, Any], *, started_from: int, by: User
) -> dict[str, Any]:
    """What both wrote since that version, or the refusal that names what both changed."""
    since = Revision.objects.for_instance(row).filter(pk__gte=started_from).select_related("user")
    base = next((kept for kept in since if kept.pk == started_from), None)
    merged = merge(
        base=Practice.words_in(base.content) if base else {}, mine=words, theirs=newest.words()
    )
    if merged.conflicts:
        if not row.is_editable:
            raise CannotEdit.of(row)
        writers = {kept.user for kept in since if kept.pk != started_from}
        raise EditedMeanwhile(
            newest, merged=merged, others=sorted({str(one) for one in writers - {by, None}}),
            by_self=by in writers,
        )  # fmt: skip
    return merged.words


def _was_just_said(row: Practice, *, by: User, now: dt.datetime) -> bool:
    """Whether the newest audit line says already that this person is writing: forms save often."""
    lines = ModelLogEntry.objects.filter(
        content_type=Practice.get_content_type(), object_id=str(row.pk)
    )
    newest = lines.order_by("-timestamp", "-pk").first()
    return (
        newest is not None
        and newest.action == "practices.edit"
        and newest.user_id == by.pk
        and now - newest.timestamp < SITTING
    )


def _still_asked(row: Practice) -> str:
    """A change that was asked stays asked until the next round."""
    asked = row.workflow == Workflow.CHANGES_ASKED
    return Workflow.CHANGES_ASKED if asked else Workflow.DRAFT


def _refuse_other_fields(words: dict[str, Any]) -> None:
    """Whose practice it is and where it stands are nobody's words."""
    others = set(words) - set(Practice.CONTENT_FIELDS)
    if others:
        raise TypeError(f"Not words of a practice: {', '.join(sorted(others))}")


def _own_files(row: Practice, wanted: list[int]) -> list[int]:
    """Only files that were attached to this very practice."""
    own = set(row.files.values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(wanted) if pk in own]
