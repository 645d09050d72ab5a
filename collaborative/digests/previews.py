"""What an issue would hold if it were planned now; nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, NamedTuple

from . import letters, queries, schedule
from .cards import make_card
from .enums import Frequency, IssueKind


class Preview(NamedTuple):
    """An issue that is not planned yet."""

    kind: str
    title: str
    due_at: dt.datetime
    readers: int
    practices: list[dict[str, Any]]
    sample: letters.Letter | None


def preview(kind: str, *, user: Any, now: dt.datetime) -> Preview:
    """Who would hear of what; and the words as one reader with every area would get them."""
    readers = list(queries.readers_of(kind).order_by("pk"))
    tellings = queries.tellings(readers, now)
    counted: Counter[int] = Counter()
    by_id: dict[int, queries.Item] = {}
    for telling in tellings:
        for item in telling.items:
            counted[item.practice.pk] += 1
            by_id.setdefault(item.practice.pk, item)
    items = sorted(by_id.values(), key=lambda item: item.practice.told_at, reverse=True)
    due_at = now if kind == IssueKind.EXTRA else schedule.next_slot(IssueKind(kind), now).due_at
    return Preview(
        kind=kind,
        title=letters.TITLES[IssueKind(kind)],
        due_at=due_at,
        readers=len(tellings),
        practices=[{"practice": i.practice, "readers": counted[i.practice.pk]} for i in items],
        sample=_sample(kind, items, user, due_at),
    )


def _sample(
    kind: str, items: list[queries.Item], user: Any, due_at: dt.datetime
) -> letters.Letter | None:
    if not items:
        return None
    areas = queries.areas_by_slug()
    shown = items[: letters.MOST_CARDS]
    chosen = [
        letters.Chosen(
            make_card(item.practice, areas, item.practice.told_at),
            item.is_changed,
            item.is_followed,
            item.happened,
        )
        for item in shown
    ]
    how_often = letters.HOW_OFTEN.get(kind, letters.HOW_OFTEN[Frequency.WEEKLY])
    reader = letters.Reader(id=0, email=user.email, how_often=how_often, scopes=())
    return letters.compose(letters.make_frame(kind, due_at, areas), reader, chosen)
