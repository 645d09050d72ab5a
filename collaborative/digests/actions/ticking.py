"""The tick: whatever is due now is found in the tables, whoever missed it before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from collaborative.digests.models import DigestDelivery, DigestIssue

from .planning import plan_due
from .sending import close_finished, give_up_old, release_lost_leases


class Tick(NamedTuple):
    """What one tick did."""

    planned: list[DigestIssue]
    lost: int
    given_up: int
    rung: list[int]


def send_due(*, now: dt.datetime, ring: Callable[[int], object]) -> Tick:
    """Plans what is due, writes off lost leases and old lines, and rings for each issue with
    lines to send. A second tick, or two at once, find nothing more to plan and nothing to send
    that another sender holds.
    """
    planned = plan_due(now=now)
    lost = release_lost_leases(now=now)
    given_up = give_up_old(now=now)
    close_finished(now=now)
    waiting = (
        DigestDelivery.objects.due(now).order_by("issue_id").values_list("issue_id", flat=True)
    )
    rung = list(waiting.distinct())
    for issue_id in rung:
        ring(issue_id)
    return Tick(planned, lost, given_up, rung)
