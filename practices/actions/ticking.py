"""The tick: whatever is due now is found in the tables, whoever missed it before."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from .planning import publish_planned
from .verifying import mark_overdue, remind_to_verify
from .waiting import route_unanswered


class Tick(NamedTuple):
    """What one tick did."""

    published: int
    not_published: int
    routed: int
    overdue: int
    asked: int


def do_due(*, now: dt.datetime) -> Tick:
    """Publishes what was planned, tells coordinators of what nobody answers, labels what nobody
    looked at again and asks those who should. A second tick, or two at once, find nothing to do.
    """
    published, not_published = publish_planned(now=now)
    return Tick(
        published,
        not_published,
        route_unanswered(now=now),
        mark_overdue(now=now),
        remind_to_verify(now=now),
    )
