"""The clock, read only at the edge: views, commands and tasks call `now()` and pass it on.

Actions and queries take `now` as an argument, so that every rule about time can be tried at any
time. In tests, CLOCK_OFFSET_SECONDS moves the clock of a whole process.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    """This moment, aware, in UTC."""
    offset = getattr(settings, "CLOCK_OFFSET_SECONDS", 0)
    return timezone.now() + dt.timedelta(seconds=offset)
