"""How long something has waited, in days: the measure in which people think of it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def days_since(moment: dt.datetime, now: dt.datetime) -> int:
    """Days by the calendar on the wall of the site's time zone, not by 24 hours."""
    return max(0, (timezone.localdate(now) - timezone.localdate(moment)).days)


def waited(moment: dt.datetime, now: dt.datetime) -> str:
    """“since today”, “since yesterday”, “for 12 days”."""
    days = days_since(moment, now)
    if days < 1:
        return "since today"
    return "since yesterday" if days == 1 else f"for {days} days"
