"""Groups of words that mean the same: add, change, remove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from collaborative.core.models import bump_public_version
from collaborative.search.models import SynonymGroup, Term
from collaborative.search.permissions import user_can_keep_words
from collaborative.search.synonyms import Known
from members.models import User


class Refused(Exception):
    """It cannot be done now. Says why, and what to do."""

    sentence = ""
    status = 409

    def __str__(self) -> str:
        return self.sentence


class ChangedMeanwhile(Refused):
    sentence = (
        "Somebody changed this group after you opened it. Your words are kept below; what stands "
        "now is beside them. Put them together, then save again."
    )


class GroupIsGone(Refused):
    sentence = (
        "Somebody removed this group after you opened it. Your words are kept below: add them as "
        "a new group if they are still wanted."
    )


@dataclass(frozen=True)
class Wanted:
    """A group as somebody wants it to be."""

    note: str
    area: str
    terms: Sequence[Known]


@transaction.atomic
def add_group(*, wanted: Wanted, by: User, now: dt.datetime) -> SynonymGroup:
    """In order: may this person; the group and its terms; the audit line; every search anew."""
    _require(by)
    group = SynonymGroup.objects.create(note=wanted.note, area=wanted.area, updated_at=now)
    _write_terms(group, wanted)
    _write_audit(group, "added", by=by, now=now, terms=len(wanted.terms))
    bump_public_version()
    return group


@transaction.atomic
def change_group(
    *, group: SynonymGroup, seen: dt.datetime, wanted: Wanted, by: User, now: dt.datetime
) -> SynonymGroup:
    """In order: may this person; is the group there, and as it was when the form was opened
    (`seen`); its words and terms; the audit line with what came and went; every search anew.
    What changes nothing leaves no line.
    """
    _require(by)
    row = _locked(group)
    before = [term.known for term in row.terms.in_order()]
    if (row.note, row.area, before) == (wanted.note, wanted.area, list(wanted.terms)):
        return row
    if row.updated_at != seen:
        raise ChangedMeanwhile
    row.note, row.area, row.updated_at = wanted.note, wanted.area, now
    row.save(update_fields=["note", "area", "updated_at"])
    row.terms.all().delete()
    _write_terms(row, wanted)
    _write_audit(
        row, "changed", by=by, now=now,
        came=_only_in(wanted.terms, before), went=_only_in(before, wanted.terms),
    )  # fmt: skip
    bump_public_version()
    return row


@transaction.atomic
def remove_group(*, group: SynonymGroup, by: User, now: dt.datetime) -> None:
    """In order: may this person; the audit line with the words that go; the group; every search
    anew. A second time does nothing.
    """
    _require(by)
    try:
        row = _locked(group)
    except GroupIsGone:
        return
    went = [term.words for term in row.terms.in_order()]
    _write_audit(row, "removed", by=by, now=now, deleted=True, went=went)
    row.delete()
    bump_public_version()


def _locked(group: SynonymGroup) -> SynonymGroup:
    row = SynonymGroup.objects.select_for_update().filter(pk=group.pk).first()
    if row is None:
        raise GroupIsGone
    return row


def _write_terms(group: SynonymGroup, wanted: Wanted) -> None:
    Term.objects.bulk_create(
        Term(
            group=group,
            words=term.words,
            folded=term.folded,
            language=term.language,
            is_exact=term.is_exact,
            is_way_in=term.is_way_in,
            position=position,
        )
        for position, term in enumerate(wanted.terms, start=1)
    )


def _only_in(these: Sequence[Known], those: Sequence[Known]) -> list[str]:
    return [term.words for term in these if term not in those]


def _write_audit(
    group: SynonymGroup,
    what: str,
    *,
    by: User,
    now: dt.datetime,
    deleted: bool = False,
    **data: object,
) -> None:
    log(
        group,
        f"search.words_{what}",
        user=by,
        title=group.note,
        timestamp=now,
        deleted=deleted,
        data=data,
    )


def _require(by: User) -> None:
    """Views ask first; asked again here, so that no other door is left open."""
    if not user_can_keep_words(by):
        raise PermissionDenied
