"""The ledger: an institution says that it took up a practice, and its steward stands by it.

The adopting institution's people write, its steward confirms, and only then does anybody else read
it. Each action locks the practice's row and then the line's, as every action on a practice does.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from collaborative.core.models import bump_public_version
from members.actions import CannotSpeak, speak
from members.models import Institution, User
from practices import adoption_notices as notices
from practices import derived, permissions, together
from practices.enums import AdoptionState
from practices.models import Adoption, Practice

from ._rows import locked, require
from .adoption_refusals import (
    AlreadyReported,
    AnswerMissing,
    CannotReport,
    ChangedMeanwhile,
    NothingChanged,
    NothingWaits,
    NotPublic,
    NotTheWordsYouRead,
    OwnPractice,
    PublishesItToo,
    ReasonMissing,
    StateMissing,
)

Words = dict[str, str]


@transaction.atomic
def report_adoption(
    *,
    practice: Practice,
    institution: Institution,
    by: User,
    words: Words,
    now: dt.datetime,
    confirmed: bool = False,
) -> Adoption:
    """Begins the line of an institution in a practice's ledger.

    In order: the line with its words waiting, audit line, stewards told. `confirmed`: a steward of
    the institution writes it and stands by it at once.
    """
    row = locked(practice)
    require(permissions.user_can_see(by, row))
    if institution.pk == row.institution_id:
        raise OwnPractice
    try:
        speak(by=by, institution=institution, now=now)
    except CannotSpeak as refusal:
        raise CannotReport(refusal.sentence) from None
    words = _checked(words)
    there = Adoption.objects.filter(practice=row, institution=institution).first()
    if there is not None:
        raise AlreadyReported(there)
    if institution in together.institutions_named(row):
        raise PublishesItToo
    line = Adoption.objects.create(
        practice=row,
        institution=institution,
        reported_by=by,
        reported_at=now,
        waiting=words,
        waiting_by=by,
        waiting_since=now,
    )
    _write_audit(line, "report", by=by, now=now)
    if confirmed:
        return confirm_adoption(adoption=line, by=by, seen=line.version, now=now)
    notices.waiting(adoption=line)
    return line


@transaction.atomic
def change_adoption(
    *,
    adoption: Adoption,
    by: User,
    words: Words,
    now: dt.datetime,
    started_from: int | None = None,
    confirmed: bool = False,
) -> Adoption:
    """Writes newer words: they wait for the steward, and the confirmed ones stay what others read.

    `started_from` is the version that the writer had before the eyes (None: not asked).
    """
    line = _locked(adoption)
    require(permissions.user_can_change_adoption(by, line))
    words = _checked(words)
    if started_from is not None and started_from != line.version:
        raise ChangedMeanwhile(line)
    if words == line.newest_words() and not (line.is_declined or (confirmed and line.is_waiting)):
        raise NothingChanged
    line.waiting, line.waiting_by, line.waiting_since = words, by, now
    line.version += 1
    _forget_answer(line)
    line.save()
    _write_audit(line, "change", by=by, now=now)
    if confirmed:
        return confirm_adoption(adoption=line, by=by, seen=line.version, now=now)
    notices.waiting(adoption=line)
    return line


@transaction.atomic
def confirm_adoption(*, adoption: Adoption, by: User, seen: int, now: dt.datetime) -> Adoption:
    """The institution says it: the waiting words become what everybody reads.

    `seen` is the version that the steward read. In order: public version raised, words moved to
    where readers find them, ledger and page of the practice made anew, audit line, the reporter
    told, and the practice's author and stewards where the state is news.
    """
    line = _locked(adoption)
    require(permissions.user_can_confirm_adoption(by, line))
    if not line.is_waiting:
        raise NothingWaits
    if seen != line.version:
        raise NotTheWordsYouRead
    words = _checked(line.newest_words())
    writer = line.waiting_by
    is_news = line.state != words["state"]
    bump_public_version()
    for name, word in words.items():
        setattr(line, name, word)
    line.confirmed_by, line.confirmed_at = by, now
    if is_news or line.public_since is None:
        line.public_since = now
    _forget_waiting(line)
    line.save()
    derived.refresh(line.practice)
    _write_audit(line, "confirm", by=by, now=now)
    notices.confirmed(adoption=line, writer=writer)
    if is_news:
        notices.published(adoption=line)
    return line


@transaction.atomic
def decline_adoption(
    *, adoption: Adoption, by: User, note: str, seen: int, now: dt.datetime
) -> Adoption:
    """A steward says why not; the words stay with their writer, who may mend them."""
    line = _locked(adoption)
    require(permissions.user_can_confirm_adoption(by, line))
    if not line.is_waiting:
        raise NothingWaits
    if seen != line.version:
        raise NotTheWordsYouRead
    if not note.strip():
        raise AnswerMissing
    line.declined_by, line.declined_at, line.declined_reason = by, now, note.strip()
    line.save()
    _write_audit(line, "decline", by=by, now=now)
    notices.declined(adoption=line)
    return line


@transaction.atomic
def withdraw_adoption(*, adoption: Adoption, by: User, now: dt.datetime) -> Adoption | None:
    """Takes the waiting words back. What is confirmed stays; a line that never was is gone."""
    line = _locked(adoption)
    require(permissions.user_can_change_adoption(by, line))
    if not line.has_waiting_words:
        raise NothingWaits
    _write_audit(line, "withdraw", by=by, now=now)
    if not line.is_confirmed:
        line.delete()
        return None
    line.version += 1
    _forget_waiting(line)
    line.save()
    return line


@transaction.atomic
def remove_adoption(*, adoption: Adoption, by: User, reason: str, now: dt.datetime) -> Adoption:
    """Out of everybody's sight at once: for a mistake, or words that must not be read.

    In order: public version raised, the words put back with the reason (newer waiting ones are
    kept in their place), ledger and page made anew, audit line, reporter and stewards told.
    """
    line = _locked(adoption)
    require(permissions.user_can_remove_adoption(by, line))
    if not line.is_confirmed:
        raise NotPublic
    if not reason.strip():
        raise AnswerMissing
    bump_public_version()
    if not line.has_waiting_words:
        line.waiting, line.waiting_by, line.waiting_since = line.words(), line.reported_by, now
    for name in Adoption.WORDS:
        setattr(line, name, "")
    line.confirmed_by = line.confirmed_at = line.public_since = None
    line.declined_by, line.declined_at, line.declined_reason = by, now, reason.strip()
    line.version += 1
    line.save()
    derived.refresh(line.practice)
    _write_audit(line, "remove", by=by, now=now)
    notices.removed(adoption=line, by=by)
    return line


def _locked(adoption: Adoption) -> Adoption:
    """The line as it is now, with the practice's row, locked in that order."""
    practice = locked(adoption.practice)
    line = (
        Adoption.objects.select_for_update(of=("self",))
        .select_related("institution", "waiting_by", "reported_by")
        .filter(pk=adoption.pk)
        .first()
    )
    if line is None:
        raise NothingWaits
    line.practice = practice
    return line


def _checked(words: Words) -> Words:
    """Only answers that are asked, each in its place; what belongs to another state is left out."""
    others = set(words) - set(Adoption.WORDS)
    if others:
        raise TypeError(f"Not words of an adoption: {', '.join(sorted(others))}")
    kept = {name: (words.get(name) or "").strip() for name in Adoption.WORDS}
    if kept["state"] not in AdoptionState.values:
        raise StateMissing
    if kept["state"] != AdoptionState.STOPPED:
        kept["stopped_reason"] = kept["ended"] = ""
    elif not kept["stopped_reason"]:
        raise ReasonMissing
    return kept


def _forget_waiting(line: Adoption) -> None:
    line.waiting = line.waiting_by = line.waiting_since = None
    _forget_answer(line)


def _forget_answer(line: Adoption) -> None:
    line.declined_by = line.declined_at = None
    line.declined_reason = ""


def _write_audit(line: Adoption, action: str, *, by: User, now: dt.datetime, **data: Any) -> None:
    """About the line itself, never about the practice: its institution must not read of words that
    are not confirmed. Without the title, as the log is read outside the institution.
    """
    log(
        line,
        f"practices.adoption_{action}",
        user=by,
        title=f"Adoption {line.pk}",
        timestamp=now,
        data=data,
    )
