"""How much one person may write in a time, counted from what is kept, under the person's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import dateformat, timezone

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
SPANS = {HOUR: "hour", DAY: "24 hours"}
Limits = Sequence[tuple[int, dt.timedelta]]  # (most, within)


def over_limit(times: Sequence[dt.datetime], limits: Limits, *, done: str, now: dt.datetime) -> str:
    """Why nothing more can be sent now, and when it can; "" where it can.

    `times` are those of at least the longest span, oldest first; `done` says what was done:
    “written {} comments”.
    """
    for most, span in limits:
        within = [at for at in times if at > now - span]
        if len(within) >= most:
            local = timezone.localtime(within[-most] + span)
            return (
                f"You have {done.format(len(within))} in the last {SPANS[span]}, which is the "
                "most. Your words are kept below. Send them after "
                f"{dateformat.format(local, 'l, P T')}."
            )
    return ""
