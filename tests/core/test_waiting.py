"""Days are counted by the calendar on the wall, not by 24 hours."""

from __future__ import annotations

import datetime as dt

import pytest

from collaborative.core.waiting import waited

NOON = dt.datetime(2027, 3, 14, 17, 0, tzinfo=dt.UTC)  # noon in Minnesota


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (dt.timedelta(0), "since today"),
        (dt.timedelta(hours=11), "since today"),
        (dt.timedelta(hours=13), "since yesterday"),
        (dt.timedelta(days=12), "for 12 days"),
        (-dt.timedelta(minutes=1), "since today"),
    ],
)
def test_waiting_is_told_in_days(before, expected):
    assert waited(NOON - before, NOON) == expected
