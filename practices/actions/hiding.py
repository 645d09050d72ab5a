"""A comment that must not be read on is hidden, with a reason; and may be shown again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members.models import User
from practices import comment_notices, talk_permissions
from practices.models import Comment

from ._rows import require, write_audit
from .refusals import Refused


class CannotHide(Refused):
    next_step = ("practices:comments", "Back to the comments")
    sentence = "This comment is hidden or taken back already."


@transaction.atomic
def hide_comment(*, comment: Comment, reason: str, by: User, now: dt.datetime) -> None:
    """Out of everybody's sight but its writer's and of those who may hide.

    In order: the comment, the audit line (without the reason, which may repeat the words), a mail
    to the writer with the reason, at the commit.
    """
    row = _locked(comment)
    require(talk_permissions.user_can_hide_comments(by, row.practice))
    if not row.is_shown:
        raise CannotHide
    if not reason.strip():
        raise CannotHide("Write a sentence, so that the writer knows why.")
    row.hidden_at, row.hidden_by, row.hidden_reason = now, by, reason.strip()
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    write_audit(row.practice, "hide_comment", by=by, now=now, comment=row.pk, person=row.author_id)
    comment_notices.hidden(comment=row)


@transaction.atomic
def show_comment_again(*, comment: Comment, by: User, now: dt.datetime) -> None:
    """It was hidden by mistake, or the reason is gone. A second time does nothing."""
    row = _locked(comment)
    require(talk_permissions.user_can_hide_comments(by, row.practice))
    if not row.is_hidden or row.is_taken_back:
        return
    row.hidden_at = row.hidden_by = None
    row.hidden_reason = ""
    row.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    write_audit(row.practice, "show_comment", by=by, now=now, comment=row.pk, person=row.author_id)


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("author", "practice__institution", "practice__latest_revision")
        .get(pk=comment.pk)
    )
