"""Meetings of the collaborative, who comes, and people's calendar feeds."""

from __future__ import annotations

from .feeds import CalendarFeed
from .meetings import Attendance, Meeting

__all__ = ["Attendance", "CalendarFeed", "Meeting"]
