"""Who took up what from whom, as people say it: written, confirmed or sent back."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.utils import timezone

from members.models import Institution, User
from practices import actions
from practices.models import Adoption, Practice

from . import content

DAYS_WAITING = 3


def load_adoptions(institutions: dict[str, Institution], people: dict[str, User]) -> int:
    """Adds the lines that are not there yet; gives their number."""
    added = 0
    for words in content.read("adoptions")["adoption"]:
        key = f"draft-{hashlib.sha256(words['practice'].encode()).hexdigest()[:16]}"
        practice = Practice.objects.select_related("institution").get(draft_key=key)
        institution = institutions[words["institution"]]
        there = Adoption.objects.filter(practice=practice, institution=institution).exists()
        # What was taken down since has no ledger to write in.
        if practice.live and not there:
            _bring(words, practice, institution, people[words["by"]])
            added += 1
    return added


def _bring(
    words: dict[str, Any], practice: Practice, institution: Institution, writer: User
) -> None:
    confirmed_at = _confirmed_at(words)
    written_at = confirmed_at - dt.timedelta(days=DAYS_WAITING)
    line = actions.report_adoption(
        practice=practice, institution=institution, by=writer, words=_said(words), now=written_at
    )
    stewards = institution.memberships.stewards().select_related("user").order_by("pk")
    steward = {"by": stewards[0].user, "seen": line.version, "now": confirmed_at}
    if "sent_back" in words:
        actions.decline_adoption(adoption=line, note=words["sent_back"], **steward)
    elif "confirmed_on" in words:
        line = actions.confirm_adoption(adoption=line, **steward)
    if "newer" in words:
        actions.change_adoption(
            adoption=line, by=writer, words=_said(words["newer"]), now=_confirmed_at({})
        )


def _said(words: dict[str, Any]) -> dict[str, str]:
    return {name: words.get(name, "") for name in Adoption.WORDS}


def _confirmed_at(words: dict[str, Any]) -> dt.datetime:
    """Ten in the morning of the day that is named; otherwise, the day before yesterday."""
    day = words.get("confirmed_on") or timezone.localdate() - dt.timedelta(days=2)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
