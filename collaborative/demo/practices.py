"""Practices, brought in the way people bring them: written, submitted, answered, published."""

from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

from django.utils import timezone

from collaborative.core.minnesota import COUNTIES
from members.models import Institution, User
from practices import actions
from practices.models import Practice
from practices.rows import ROWS

from . import content
from .findings import bring_findings

DAYS_IN_REVIEW = 4
STATEWIDE = ["all"]


def load_practices(institutions: dict[str, Institution], people: dict[str, User]) -> int:
    """Adds the practices that are not there yet; gives their number."""
    added = 0
    for words in content.practices():
        key = key_of(words["slug"])
        if not Practice.objects.filter(draft_key=key).exists():
            _bring(words, key, institutions[words["institution"]], people[words["author"]])
            added += 1
    return added


def key_of(slug: str) -> str:
    """The draft key of a practice of the content, whatever its address became."""
    return f"draft-{hashlib.sha256(slug.encode()).hexdigest()[:16]}"


def _bring(words: dict[str, Any], key: str, institution: Institution, author: User) -> None:
    steward = steward_of(institution)
    published_at = _published_at(words)
    written_at = published_at - dt.timedelta(days=DAYS_IN_REVIEW)
    practice = actions.save_draft(
        institution=institution,
        by=author,
        words=_content(words),
        now=written_at - dt.timedelta(days=DAYS_IN_REVIEW),
        draft_key=key,
    )
    state = words["state"]
    if state != "published":
        bring_findings(words["slug"], practice, by=author, now=written_at)
    if state == "draft":
        return
    actions.submit(practice=practice, by=author, now=written_at)
    if state == "changes_asked":
        actions.ask_for_changes(
            practice=practice, by=steward, note=words["steward_note"], now=published_at
        )
    elif state == "published":
        actions.publish(practice=practice, by=steward, now=published_at)
        if "draft_change" in words:
            actions.save_draft(
                practice=practice,
                by=author,
                words=_content(words["draft_change"]),
                now=published_at + dt.timedelta(days=DAYS_IN_REVIEW),
            )
        bring_findings(words["slug"], practice, by=author, now=published_at + dt.timedelta(days=2))


def _content(words: dict[str, Any]) -> dict[str, Any]:
    """The answers that are the practice's own, as a form would give them."""
    return {
        name: _answer(name, value)
        for name, value in words.items()
        if name in Practice.CONTENT_FIELDS
    }


def _answer(name: str, value: Any) -> Any:
    """Texts without the file's outer line breaks; lines with every column; exact numbers.

    Counties in the state's order, all of them for “all”.
    """
    if name == "counties":
        return [county for county in COUNTIES if value == STATEWIDE or county in value]
    if name in ROWS:
        columns = [column.name for column in ROWS[name].columns]
        return [{column: row.get(column, "") for column in columns} for row in value]
    if isinstance(value, float):
        return Decimal(str(value))
    return value.strip() if isinstance(value, str) else value


def _published_at(words: dict[str, Any]) -> dt.datetime:
    """Ten in the morning of the day that is named; for drafts, a few days ago."""
    day = words.get("published_on") or timezone.localdate() - dt.timedelta(days=3)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10)))


def steward_of(institution: Institution) -> User:
    stewards = institution.memberships.stewards().select_related("user").order_by("pk")
    return stewards[0].user
