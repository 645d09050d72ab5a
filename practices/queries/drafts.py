"""What a person cares about and has begun."""

from __future__ import annotations

import datetime as dt
from typing import Any

from members.interests import Interest
from practices.enums import Workflow
from practices.models import Practice, ScopeArea

LATELY = dt.timedelta(hours=1)


def interests() -> list[Interest]:
    """The scope areas as what a person may care about (members.interests)."""
    areas = ScopeArea.objects.in_order().values_list("slug", "name", "wall")
    return [Interest(*area) for area in areas]


def begun_lately(author: Any, institution: Any, title: str, *, now: dt.datetime) -> Practice | None:
    """The draft that this person began under this title within the hour: going back begins none."""
    return (
        Practice.objects.visible_to(author)
        .by(institution)
        .written_by(author)
        .filter(
            title=title, workflow=Workflow.DRAFT, published_at=None, created_at__gt=now - LATELY
        )
        .order_by("-pk")
        .first()
    )
