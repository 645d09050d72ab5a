"""Time zones a meeting may be held in, with names that people use."""

from __future__ import annotations

import datetime as dt
import zoneinfo

NAMES = {
    "America/Chicago": "Central time",
    "America/New_York": "Eastern time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
    "UTC": "Coordinated universal time",
}
CHOICES = [
    ("America/Chicago", "Central time (Minnesota)"),
    *((key, name) for key, name in NAMES.items() if key != "America/Chicago"),
]


def name_of(key: str) -> str:
    """“Central time”; a zone without such a name is called by its city."""
    return NAMES.get(key) or key.rpartition("/")[2].replace("_", " ") + " time"


def exists(day: dt.date, wall_clock: dt.time, key: str) -> bool:
    """Whether clocks there ever show this time: in spring an hour is skipped."""
    zone = zoneinfo.ZoneInfo(key)
    local = dt.datetime.combine(day, wall_clock, tzinfo=zone)
    back = local.astimezone(dt.UTC).astimezone(zone)
    return back.replace(tzinfo=None) == local.replace(tzinfo=None)


def happens_twice(day: dt.date, wall_clock: dt.time, key: str) -> bool:
    """In autumn an hour is repeated; the first of the two is meant, as in RFC 5545."""
    zone = zoneinfo.ZoneInfo(key)
    local = dt.datetime.combine(day, wall_clock, tzinfo=zone)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    return exists(day, wall_clock, key) and first != second
