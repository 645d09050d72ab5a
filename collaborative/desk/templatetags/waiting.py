"""How long something has waited, in days: the measure in which people think of it."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def waiting_since(moment: dt.datetime, now: dt.datetime) -> str:
    """“since today”, “for 1 day”, “for 12 days”, by the calendar of the site's time zone."""
    days = (timezone.localdate(now) - timezone.localdate(moment)).days
    if days < 1:
        return "since today"
    return "for 1 day" if days == 1 else f"for {days} days"
