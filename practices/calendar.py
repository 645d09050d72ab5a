"""The days that matter between author, steward and reader, by the calendar in Minnesota."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

# A steward who has not answered: the author may ask again, once a week.
REMIND_AFTER = dt.timedelta(days=7)
# Nobody has answered: the coordinators see to it.
ROUTED_AFTER = dt.timedelta(days=14)
# What is public is looked at again once a year. Before and after that day somebody is asked.
SOON = dt.timedelta(days=30)
LONG_OVERDUE = dt.timedelta(days=60)
# Nobody plans further ahead than they remember.
LONGEST_PLAN = dt.timedelta(days=366)


def today(now: dt.datetime) -> dt.date:
    return timezone.localdate(now)


def a_year_after(now: dt.datetime) -> dt.date:
    """The same day a year on; after February 29 comes the 28th."""
    day = today(now)
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def on_the_wall(day: dt.date, time: dt.time) -> dt.datetime | None:
    """That moment on the clocks of Minnesota; None where they skip it in spring.

    In autumn, where an hour comes twice, it is the first one.
    """
    zone = timezone.get_default_timezone()
    moment = dt.datetime.combine(day, time, zone).astimezone(dt.UTC)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    return moment if shown == dt.datetime.combine(day, time) else None
