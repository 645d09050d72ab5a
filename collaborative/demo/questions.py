"""Who may be asked about a practice, and what members asked them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.utils import timezone

from members.models import User
from members.queries import voices_of
from practices.models import Practice, PracticeContact, Question

from . import content
from .practices import key_of

DAYS_AGREED = 30  # longer ago than any question
TO_AN_ANSWER = dt.timedelta(hours=26)


def load_questions(people: dict[str, User]) -> int:
    """Adds what is not there yet; gives the number of questions."""
    words = content.read("questions")
    slugs = {one["practice"] for one in (*words["contact"], *words["question"])}
    keys = {key_of(slug): slug for slug in slugs}
    practices = {
        keys[practice.draft_key]: practice
        for practice in Practice.objects.live().filter(draft_key__in=keys)
    }
    contacts = {
        one["practice"]: [people[address] for address in one["by"]] for one in words["contact"]
    }
    for slug, users in contacts.items():
        for user in users:
            PracticeContact.objects.get_or_create(
                practice=practices[slug], user=user, defaults={"agreed_at": _at(DAYS_AGREED)}
            )
    added = 0
    for number, asked in enumerate(words["question"]):
        key = hashlib.sha256(f"{number} {asked['text']}".encode()).hexdigest()[:32]
        asker = people[asked["by"]]
        if not Question.objects.filter(asker=asker, key=key).exists():
            question = _ask(asked, key, asker, people, practices[asked["practice"]])
            question.to.set(user for user in contacts[asked["practice"]] if user != asker)
            added += 1
    return added


def _ask(
    asked: dict[str, Any], key: str, asker: User, people: dict[str, User], practice: Practice
) -> Question:
    """With its time of some days ago; nobody is written to about what was asked long since."""
    asked_at = _at(asked["days_ago"])
    answer = {
        "answer": asked["answer"].strip(),
        "answered_by": people[asked["answer_by"]],
        "answered_at": asked_at + TO_AN_ANSWER,
        "answer_shows_address": asked.get("answer_shows_address", False),
    } if "answer" in asked else {}  # fmt: skip
    return Question.objects.create(
        practice=practice,
        asker=asker,
        institution=voices_of(asker).institutions[0],
        text=asked["text"].strip(),
        shows_address=asked.get("shows_address", False),
        asked_at=asked_at,
        key=key,
        **answer,
    )


def _at(days_ago: int) -> dt.datetime:
    """In office hours of that day."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 12 + days_ago)))
