"""Comments: write one, mend it within a quarter of an hour, take it back; wanting mails of them."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from members.actions import CannotSpeak, speak
from members.models import Institution, User
from members.permissions import is_member_of, is_steward_of
from practices import comment_notices, talk_permissions
from practices.enums import Voice
from practices.limits import DAY, HOUR, over_limit
from practices.models import Comment, NoCommentMail, Practice

from ._rows import require
from .refusals import Refused

# (most, within): enough for a lively talk, too few for a flood.
LIMITS = ((10, HOUR), (40, DAY))


class CannotComment(Refused):
    """The practice takes no comments now, or its writer cannot speak."""

    sentence = "This practice is not public now, so it takes no comments."
    next_step = ("practices:comments", "Back to the comments")
    status = 409


class TooManyComments(CannotComment):
    """As many as one person may write in this time are written."""

    status = 429


class CannotChangeComment(Refused):
    next_step = ("practices:comments", "Back to the comments")
    sentence = (
        "A comment can be changed for 15 minutes after it is written, while it is not hidden. You "
        "can take it back, or write another one below."
    )


@transaction.atomic
def write_comment(
    *,
    practice: Practice,
    text: str,
    key: str,
    by: User,
    now: dt.datetime,
    speaks_for: Institution | None = None,
    answers: Comment | None = None,
) -> Comment:
    """A member says something about a practice, or answers a comment.

    In order: one form writes one comment, however often it arrives; may this person, and does the
    practice take comments; the limits of an hour and a day; for whom the writer speaks, kept with
    the words; the comment; the mails at the commit. Comments of one writer come one after the
    other, so that limits hold. An answer to a reply hangs on the comment that it answered.
    """
    by = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    written = Comment.objects.filter(author=by, key=key).first()
    if written is not None and written.text == text:
        return written
    if written is not None:  # the same form with other words: they are not lost
        key = secrets.token_hex(16)
    row = (
        Practice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution", "author")
        .get(pk=practice.pk)
    )
    require(talk_permissions.user_can_comment(by, row))
    if not row.live:
        raise CannotComment
    if not by.name:
        raise CannotComment(
            "Others could not see who writes. Write your name on your account page first, then "
            "send this again."
        )
    _require_within_limits(by, now=now)
    top = _thread_of(answers, row)
    try:
        institution = speak(by=by, institution=speaks_for, now=now)
    except CannotSpeak as refusal:
        raise CannotComment(refusal.sentence) from None
    comment = Comment.objects.create(
        practice=row,
        parent=top,
        author=by,
        institution=institution,
        voice=_voice(by, institution),
        text=text,
        written_at=now,
        key=key,
    )
    comment_notices.written(comment=comment, practice=row)
    return comment


@transaction.atomic
def change_comment(*, comment: Comment, text: str, by: User, now: dt.datetime) -> Comment:
    """Its writer mends the words, within a quarter of an hour; that they were changed is said."""
    row = _locked(comment)
    require(talk_permissions.user_can_change_comment(by, row))
    if text == row.text:
        return row
    if not row.can_be_edited(now):
        raise CannotChangeComment
    row.text, row.edited_at = text, now
    row.save(update_fields=["text", "edited_at"])
    return row


@transaction.atomic
def take_back_comment(*, comment: Comment, by: User, now: dt.datetime) -> None:
    """Its writer wants it gone: the words are erased for good, its place stays below replies."""
    row = _locked(comment)
    require(talk_permissions.user_can_change_comment(by, row))
    if not row.is_taken_back:
        row.text, row.taken_back_at = "", now
        row.save(update_fields=["text", "taken_back_at"])


@transaction.atomic
def want_comment_mails(*, wants: bool, by: User, now: dt.datetime) -> None:
    """From now on this person is written to about comments, or is not."""
    if wants:
        NoCommentMail.objects.filter(user=by).delete()
    else:
        NoCommentMail.objects.get_or_create(user=by, defaults={"since": now})


def _locked(comment: Comment) -> Comment:
    return (
        Comment.objects.select_for_update(of=("self",))
        .select_related("author", "practice__institution")
        .get(pk=comment.pk)
    )


def _thread_of(answers: Comment | None, practice: Practice) -> Comment | None:
    """The comment on which the answer hangs: one level, whatever was answered."""
    if answers is None:
        return None
    found = Comment.objects.filter(pk=answers.parent_id or answers.pk, practice=practice)
    top = found.select_related("author").first()
    require(top is not None)
    if top is not None and not top.is_shown:
        raise CannotComment("This comment is hidden or taken back, so nobody can answer it now.")
    return top


def _voice(by: User, institution: Institution | None) -> Voice:
    if institution is None:
        return Voice.COORDINATOR if by.is_coordinator else Voice.ADMINISTRATOR
    by.forget_roles()
    require(is_member_of(by, institution.pk))
    return Voice.STEWARD if is_steward_of(by, institution.pk) else Voice.CONTRIBUTOR


def _require_within_limits(by: User, *, now: dt.datetime) -> None:
    times = Comment.objects.of_late(by, since=now - DAY).values_list("written_at", flat=True)
    if why := over_limit(list(times), LIMITS, done="written {} comments", now=now):
        raise TooManyComments(why)
