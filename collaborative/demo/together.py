"""Several authors, and institutions that publish a practice together, as people bring it about."""

from __future__ import annotations

import datetime as dt
from typing import Any

from members.models import Institution, User
from practices import actions
from practices.models import CoPublication, Practice

from . import content
from .practices import key_of, steward_of

DAY = dt.timedelta(days=1)


def load_together(
    institutions: dict[str, Institution], people: dict[str, User], *, now: dt.datetime
) -> int:
    """Does what content/together.toml tells where it is not done yet; gives how much that was."""
    done = 0
    for told in content.read("together")["practice"]:
        practice = Practice.objects.select_related("author").get(draft_key=key_of(told["slug"]))
        # What was taken down or sent back since has nothing to sign.
        if practice.asked_revision_id is None:
            continue
        at = practice.last_published_at or practice.submitted_at or now
        for asked in told["asked"]:
            done += _ask(practice, institutions[asked["institution"]], asked, at)
        for address in told["authors"]:
            if people[address].pk not in practice.co_author_ids:
                person, by = people[address], practice.author
                actions.add_author(practice=practice, person=person, by=by, now=at + DAY)
                done += 1
        for address in told["named"]:
            actions.show_name(
                practice=practice, is_shown=True, by=people[address], now=at + 2 * DAY
            )
    return done


def _ask(
    practice: Practice, institution: Institution, told: dict[str, Any], at: dt.datetime
) -> bool:
    if CoPublication.objects.filter(practice=practice, institution=institution).exists():
        return False
    line = actions.invite_institution(
        practice=practice, institution=institution, note=told["note"], by=practice.author, now=at
    )
    if told["signed"]:
        seen = practice.asked_revision_id or 0
        steward = steward_of(institution)
        actions.sign_off(line=line, seen=seen, by=steward, now=at + 3 * DAY)
    return True
