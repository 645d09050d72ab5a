"""What every action on a practice does: lock the row, keep a version, write the audit line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.log_actions import log
from wagtail.models import Revision

from collaborative.core.models import bump_public_version
from members.models import User
from practices import derived
from practices.models import Practice
from practices.models.practices import BY_ITSELF


def locked(practice: Practice) -> Practice:
    """The row as it is now; others wait until this transaction ends."""
    return Practice.objects.locked().get(pk=practice.pk)


def require(may: bool) -> None:
    """Views ask first; asked again here under the lock, so that no other door is left open."""
    if not may:
        raise PermissionDenied


def keep_version(
    practice: Practice, *, by: User, now: dt.datetime, by_itself: bool = False
) -> Revision:
    """A revision of the words of `practice`, which becomes the newest one.

    `by_itself`: saved by the form while the person went on writing.
    """
    content_type = Practice.get_content_type()
    revision = Revision.objects.create(
        content_type=content_type,
        base_content_type=content_type,
        object_id=str(practice.pk),
        user=by,
        created_at=now,
        content=practice.serializable_data(),
        object_str=BY_ITSELF if by_itself else "",
    )
    practice.latest_revision = revision
    return revision


def write_audit(
    practice: Practice, action: str, *, by: User | None, now: dt.datetime, **data: Any
) -> None:
    """Who did what when; nobody where the calendar did it.

    Without the title: the audit log is read outside the institution.
    """
    log(
        practice,
        f"practices.{action}",
        user=by,
        title=f"Practice {practice.pk}",
        timestamp=now,
        revision=practice.latest_revision,
        data=data,
    )


def show_anew(row: Practice) -> None:
    """What stands beside its words has changed: readers see it at once."""
    if row.is_public:
        bump_public_version()
        derived.refresh(row)


def adopt(practice: Practice, fresh: Practice) -> None:
    """Gives the caller's object the values just written."""
    practice.__dict__.update(fresh.__dict__)
