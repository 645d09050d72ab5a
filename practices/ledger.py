"""What the ledger of a practice comes to: read when words are written, never by a reader."""

from __future__ import annotations

from typing import Any

from . import together
from .models import Adoption, Practice

# Lines on the practice's own page; the whole ledger has a page of its own.
MOST_SHOWN = 10


def count(practice: Practice) -> int:
    """The institutions that use it now, without those whose name stands on it: it is theirs."""
    own = [house["slug"] for house in together.co_publishers(practice)]
    lines = Adoption.objects.filter(practice_id=practice.pk).at_work()
    return lines.exclude(institution__slug__in=own).count()


def shown(practice: Practice) -> dict[str, Any]:
    """What the public page says of those who took it up: the first lines, and how many."""
    confirmed = Adoption.objects.filter(practice_id=practice.pk).confirmed()
    lines = list(confirmed.select_related("institution").in_order()[: MOST_SHOWN + 1])
    for line in lines:
        line.practice = practice
    number = confirmed.count() if len(lines) > MOST_SHOWN else len(lines)
    return {"adoptions": lines[:MOST_SHOWN], "adoptions_number": number}
