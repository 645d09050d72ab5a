"""One digest that went out before the demo began, so that its ledger has something to show."""

from __future__ import annotations

import datetime as dt

from django.db.models.functions import Coalesce

from collaborative.core import clock
from collaborative.core.mail.outcomes import Outcome, Result
from collaborative.digests import actions, schedule
from collaborative.digests.enums import IssueKind
from collaborative.digests.models import DigestIssue, DigestSubscription
from members.models import User
from practices.models import Practice

PRACTICES_TOLD = 6
REFUSED_IS = 5  # nobody whom a newcomer signs in as
TAKEN = Result(Outcome.ACCEPTED, "accepted", 250, "Filed")
REFUSED = Result(Outcome.REFUSED_FOR_GOOD, "recipient", 550, "This mailbox is full")
BETWEEN_LETTERS = dt.timedelta(seconds=0.4)


def load_past_digests(people: dict[str, User]) -> int:
    """The newest weekly issue, planned and settled by the ledger's own actions; nothing is mailed.

    Only where nobody but the demo's people gets digests and none was ever planned: a ledger never
    tells of what did not happen to a real reader.
    """
    followers = DigestSubscription.objects.filter(user__in=people.values())
    others = DigestSubscription.objects.exclude(pk__in=followers)
    now = clock.now()
    due_at = schedule.newest_slot(IssueKind.WEEKLY, now).due_at
    told_at = Coalesce("last_published_at", "published_at")
    news = Practice.objects.live().annotate(told_at=told_at).filter(told_at__lt=due_at)
    newest = list(news.order_by("-told_at").values_list("told_at", flat=True)[:PRACTICES_TOLD])
    if DigestIssue.objects.exists() or others.exists() or not newest:
        return 0
    before = newest[-1] - dt.timedelta(hours=1)
    followers.update(covered_until=before, subscribed_at=before)
    issues = actions.plan_due(now=due_at)
    for issue in issues:
        _settle(issue, due_at)
    actions.close_finished(now=due_at)
    followers.update(covered_until=now)
    return len(issues)


def _settle(issue: DigestIssue, due_at: dt.datetime) -> None:
    """Every letter was taken but one of the weekly issue, so that a refusal can be seen."""
    number = 0
    while (claim := actions.claim_next(issue=issue, now=due_at)) is not None:
        number += 1
        if not claim.is_skipped:
            is_refused = number == REFUSED_IS and issue.kind == IssueKind.WEEKLY
            actions.settle(
                claim=claim,
                result=REFUSED if is_refused else TAKEN,
                now=due_at + number * BETWEEN_LETTERS,
            )
