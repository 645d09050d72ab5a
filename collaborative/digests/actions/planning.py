"""An issue: planned once, with its content and its readers frozen."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from collaborative.digests import letters, queries, schedule
from collaborative.digests.cards import make_card
from collaborative.digests.enums import IssueKind
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from collaborative.digests.permissions import user_can_run_digests

# The key of the table decides who plans: everybody else gets no row and does nothing.
INSERT = """
    INSERT INTO digests_digestissue
        (kind, period_key, due_at, planned_at, planned_by_id, cards, frame)
    VALUES (%s, %s, %s, %s, %s, '{}', '{}')
    ON CONFLICT (kind, period_key) DO NOTHING
    RETURNING id
"""


class CannotRunDigestsError(Exception):
    """Only those who serve the consortium send an extra issue."""


class AlreadySentError(Exception):
    """This very form was sent before."""


class NothingNewError(Exception):
    """No reader would hear anything."""


def plan_due(*, now: dt.datetime) -> list[DigestIssue]:
    """Plans what is due and not planned yet: at most one issue of each regular kind.

    After days without a tick only the newest missed slot is planned; it covers everything since
    each reader was last told. An issue with no news is planned too, without readers: so nothing
    that is published later in the day goes out under its name.
    """
    planned = []
    for kind in schedule.REGULAR:
        slot = schedule.newest_slot(kind, now)
        if not DigestIssue.objects.filter(kind=kind, period_key=slot.period_key).exists():
            issue = _plan(kind, slot.period_key, due_at=slot.due_at, by=None, now=now)
            planned += [issue] if issue else []
    return planned


@transaction.atomic
def plan_extra(*, by: Any, key: str, now: dt.datetime) -> DigestIssue:
    """Plans an issue for everybody with a digest, of what they were not told yet.

    `key` was made with the form, so the same form sent twice plans once.
    """
    if not user_can_run_digests(by):
        raise CannotRunDigestsError
    issue = _plan(IssueKind.EXTRA, key, due_at=now, by=by, now=now)
    if issue is None:
        raise AlreadySentError
    if not issue.deliveries.exists():
        raise NothingNewError
    return issue


@transaction.atomic
def _plan(
    kind: IssueKind, period_key: str, *, due_at: dt.datetime, by: Any, now: dt.datetime
) -> DigestIssue | None:
    """In one transaction: the issue, its cards, a line for each reader with news, how far each
    reader is told. Nothing if somebody else has planned it.

    Readers' rows are locked, so two kinds planned at the same moment cannot tell the same twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, period_key, due_at, now, by and by.pk])
        row = cursor.fetchone()
    if row is None:
        return None
    issue = DigestIssue.objects.get(pk=row[0])
    readers = list(queries.readers_of(kind).select_for_update(of=("self",)).order_by("pk"))
    tellings = queries.tellings(readers, now)
    practices = {item.practice.pk: item.practice for one in tellings for item in one.items}
    areas = queries.areas_by_slug()
    issue.cards = {
        str(pk): make_card(practice, areas, practice.told_at) for pk, practice in practices.items()
    }
    if tellings:
        issue.frame = letters.make_frame(kind, due_at, areas)
    else:
        issue.finished_at = now
    issue.save(update_fields=["cards", "frame", "finished_at"])
    DigestDelivery.objects.bulk_create(
        [_line(issue, telling, now) for telling in tellings], ignore_conflicts=True, batch_size=500
    )
    DigestSubscription.objects.filter(pk__in=[one.pk for one in readers]).update(covered_until=now)
    return issue


def _line(issue: DigestIssue, telling: queries.Telling, now: dt.datetime) -> DigestDelivery:
    return DigestDelivery(
        issue=issue,
        recipient_id=telling.subscription.user_id,
        practice_ids=[item.practice.pk for item in telling.items],
        changed_ids=[item.practice.pk for item in telling.items if item.is_changed],
        followed_ids=[item.practice.pk for item in telling.items if item.is_followed],
        happened={
            str(item.practice.pk): item.told.for_ledger() for item in telling.items if item.happened
        },
        found_by={
            str(item.practice.pk): item.for_ledger() for item in telling.items if item.found_by
        },
        next_attempt_at=now,
        message_id=letters.message_id_for(issue.pk, telling.subscription.user_id),
    )
