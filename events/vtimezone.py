"""VTIMEZONE for calendar programs that do not know a zone by its name.

icalendar 7.3 can derive one, but puts the onset of summer time at 3 o'clock where RFC 5545 wants
the clock that ends there (2 o'clock); a meeting in that night would be an hour off.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

HOUR = dt.timedelta(hours=1)


@lru_cache(maxsize=256)
def describe(key: str, first_year: int, last_year: int) -> bytes:
    """The zone's offsets in these years, ready to be parsed into a calendar."""
    zone = zoneinfo.ZoneInfo(key)
    component = Timezone()
    component.add("tzid", key)
    start = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    _observe(component, zone, start, start.astimezone(zone).utcoffset() or dt.timedelta())
    for moment in _changes(zone, first_year, last_year):
        before = (moment - HOUR).astimezone(zone).utcoffset() or dt.timedelta()
        _observe(component, zone, moment, before)
    return component.to_ical()


def _changes(zone: zoneinfo.ZoneInfo, first_year: int, last_year: int) -> list[dt.datetime]:
    """The instants at which clocks are moved; the law moves them on the hour."""
    moment = dt.datetime(first_year, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(last_year + 1, 1, 1, tzinfo=dt.UTC)
    found = []
    while moment < end:
        next_day = moment + 24 * HOUR
        if moment.astimezone(zone).utcoffset() != next_day.astimezone(zone).utcoffset():
            hours = (moment + step * HOUR for step in range(1, 25))
            offset = moment.astimezone(zone).utcoffset()
            found.append(
                next(hour for hour in hours if hour.astimezone(zone).utcoffset() != offset)
            )
        moment = next_day
    return found


def _observe(
    component: Timezone, zone: zoneinfo.ZoneInfo, moment: dt.datetime, before: dt.timedelta
) -> None:
    local = moment.astimezone(zone)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (moment + before).replace(tzinfo=None))
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", local.utcoffset())
    part.add("tzname", local.tzname())
    component.add_component(part)
