"""Several institutions behind one practice: each signs off a version, and may take its name away.

Each action locks the practice's row and then the line's, as every action on a practice does: so a
signature never lands on words that are published or withdrawn in the same moment.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from wagtail.models import ModelLogEntry

from members.models import Institution, Membership, User
from practices import permissions, together_notices, together_permissions
from practices.limits import DAY, HOUR, over_limit
from practices.models import CoPublication, Practice, SignOff

from ._rows import adopt, locked, require, show_anew, write_audit
from .together_refusals import (
    AlreadyInvited,
    AlreadySigned,
    CannotInvite,
    Nameless,
    NamelessInviter,
    NotAskedAnyMore,
    NothingToSign,
    NotTheVersionYouRead,
    SignOffSentenceMissing,
    TooManyInvited,
)

MOST_ASKED = 12
# Letters to other institutions' stewards, whatever was called off since.
LIMITS = ((12, HOUR), (30, DAY))


@transaction.atomic
def invite_institution(
    *, practice: Practice, institution: Institution, note: str, by: User, now: dt.datetime
) -> CoPublication:
    """Asks another institution to put its name to it too.

    In order: the line, audit line, its stewards told. They read a version once one is handed in.
    Whoever withdrew is asked again by a steward only.
    """
    row = locked(practice)
    require(together_permissions.user_can_change_people(by, row))
    if not by.name:
        raise NamelessInviter
    if institution.pk == row.institution_id:
        raise CannotInvite("It is the practice's own institution.")
    if not Institution.objects.active().filter(pk=institution.pk).exists():
        raise CannotInvite
    stewards = Membership.objects.stewards().of(institution)
    if not stewards.filter(user__is_active=True).exists():
        raise CannotInvite(f"{institution} has no steward now who could answer.")
    line = CoPublication.objects.filter(practice=row, institution=institution).first()
    if line is not None and not line.is_withdrawn:
        raise AlreadyInvited
    if line is not None and not permissions.user_can_publish(by, row):
        raise CannotInvite(f"{institution} withdrew. Only a steward may ask again.")
    if line is None and row.co_publications.count() >= MOST_ASKED:
        raise CannotInvite(f"At most {MOST_ASKED} institutions are asked for one practice.")
    if why := over_limit(_asked_of_late(by, now), LIMITS, done="asked {} institutions", now=now):
        raise TooManyInvited(why)
    line = line or CoPublication(practice=row, institution=institution)
    line.invited_by, line.invited_at, line.note = by, now, note.strip()
    line.withdrawn_by = line.withdrawn_at = None
    line.withdrawn_reason = ""
    line.practice = row
    line.save()
    write_audit(row, "invite_institution", by=by, now=now, institution=institution.slug)
    together_notices.invited(line=line)
    adopt(practice, row)
    return line


@transaction.atomic
def call_off_institution(*, line: CoPublication, by: User, now: dt.datetime) -> None:
    """Its own people ask no more; a name that stood goes from the page at once."""
    line = _locked(line)
    row = line.practice
    was_signed = line.sign_offs.filter(is_signed=True).exists()
    require(together_permissions.user_can_call_off(by, row, was_signed=was_signed))
    line.delete()
    show_anew(row)
    write_audit(row, "call_off_institution", by=by, now=now, institution=line.institution.slug)
    if not line.is_withdrawn:
        together_notices.called_off(line=line, by=by)


@transaction.atomic
def sign_off(*, line: CoPublication, seen: int, by: User, now: dt.datetime) -> SignOff:
    """The institution puts its name to the version that its steward read.

    In order: the signature; where that version is public, public version raised and the page made
    anew; audit line, authors and stewards of the practice told.
    """
    line = _asked(line, seen, by)
    if line.sign_offs.filter(revision_id=seen, is_signed=True).exists():
        raise AlreadySigned
    signed, _ = SignOff.objects.update_or_create(
        co_publication=line,
        revision_id=seen,
        defaults={"is_signed": True, "said_by": by, "said_at": now, "sentence": ""},
    )
    _refresh_if_live(line.practice, seen)
    write_audit(line.practice, "sign_off", by=by, now=now, institution=line.institution.slug)
    together_notices.answered(line=line, answer=signed)
    return signed


@transaction.atomic
def decline_sign_off(
    *, line: CoPublication, seen: int, note: str, by: User, now: dt.datetime
) -> SignOff:
    """Not this version, and why. The next one is asked about again."""
    line = _asked(line, seen, by)
    if not note.strip():
        raise SignOffSentenceMissing
    said = line.sign_offs.filter(revision_id=seen, is_signed=False, sentence=note.strip()).first()
    if said is not None:  # the form came twice
        return said
    declined, _ = SignOff.objects.update_or_create(
        co_publication=line,
        revision_id=seen,
        defaults={"is_signed": False, "said_by": by, "said_at": now, "sentence": note.strip()},
    )
    _refresh_if_live(line.practice, seen)
    write_audit(
        line.practice, "decline_sign_off", by=by, now=now, institution=line.institution.slug
    )
    together_notices.answered(line=line, answer=declined)
    return declined


@transaction.atomic
def withdraw_name(*, line: CoPublication, reason: str, by: User, now: dt.datetime) -> CoPublication:
    """Its name goes from every version at once, and it is asked no more. The practice stays.

    In order: public version raised where it is public, signatures let go, the page made anew,
    audit line, authors and stewards of the practice told.
    """
    line = _locked(line)
    require(together_permissions.user_can_answer_for_institution(by, line))
    if line.is_withdrawn:
        raise NotAskedAnyMore
    if not by.name:
        raise Nameless
    line.sign_offs.all().delete()
    line.withdrawn_by, line.withdrawn_at, line.withdrawn_reason = by, now, reason.strip()
    line.save()
    show_anew(line.practice)
    write_audit(line.practice, "withdraw_name", by=by, now=now, institution=line.institution.slug)
    together_notices.withdrawn(line=line)
    return line


def _asked_of_late(by: User, now: dt.datetime) -> list[dt.datetime]:
    """When this person asked an institution: the audit log also knows what was called off."""
    lines = ModelLogEntry.objects.filter(
        user=by, action="practices.invite_institution", timestamp__gt=now - DAY
    )
    return list(lines.order_by("timestamp").values_list("timestamp", flat=True))


def forget_signatures(row: Practice) -> None:
    """The words now public are closed: published again, each institution is asked again."""
    signed = SignOff.objects.filter(co_publication__practice=row, revision=row.live_revision)
    signed.delete()


def _asked(line: CoPublication, seen: int, by: User) -> CoPublication:
    """The line, locked, if this very version is the one that waits for an answer."""
    line = _locked(line)
    require(together_permissions.user_can_answer_for_institution(by, line))
    if line.is_withdrawn or not line.institution.is_active:
        raise NotAskedAnyMore
    if not by.name:
        raise Nameless
    asked = line.practice.asked_revision_id
    if asked is None:
        raise NothingToSign
    if seen != asked:
        raise NotTheVersionYouRead
    return line


def _locked(line: CoPublication) -> CoPublication:
    practice = locked(line.practice)
    fresh = (
        CoPublication.objects.select_for_update(of=("self",))
        .select_related("institution", "invited_by")
        .filter(pk=line.pk)
        .first()
    )
    if fresh is None:
        raise NotAskedAnyMore
    fresh.practice = practice
    return fresh


def _refresh_if_live(row: Practice, revision_id: int) -> None:
    if row.live_revision_id == revision_id:
        show_anew(row)
