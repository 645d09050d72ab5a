"""Who may be asked about a practice, and the questions of one person."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet

from members.models import User
from practices.models import Practice, PracticeContact, Question

HEAVY = tuple(f"practice__{name}" for name in ("body_html", "card_html"))
BY_NAME = Prefetch("to", User.objects.defer("password").order_by("name", "pk"))


def contacts_of(practice: Practice) -> list[PracticeContact]:
    """[QU1] By name, each with `role`; one question."""
    standing = PracticeContact.objects.standing().filter(practice=practice)
    return list(standing.select_related("user").defer("user__password").by_name())


def is_contact(user: Any, practice: Practice) -> bool:
    """[QU3]"""
    return PracticeContact.objects.standing().filter(practice=practice, user=user).exists()


def questions_of(user: Any, *, show: str = "") -> QuerySet[Question]:
    """[QU5, QU7] Newest first, with people and practice; `show`: only "asked" or "received"."""
    found = Question.objects.visible_to(user)
    if show == "asked":
        found = found.asked_by(user)
    elif show == "received":
        found = found.received_by(user)
    return _told(found).prefetch_related(BY_NAME).newest_first()


def question_for(user: Any, *, pk: int) -> Question | None:
    """[QU5] One, for one of its people."""
    return questions_of(user).filter(pk=pk).first()


def questions_waiting_for(user: Any) -> QuerySet[Question]:
    """Those that this person can answer, the oldest first."""
    return _told(Question.objects.visible_to(user).answerable_by(user)).oldest_first()


def questions_logged(user: Any) -> QuerySet[Question]:
    """[QU8] Who asked whom and when, newest first, without the words."""
    return _told(Question.objects.logged_for(user)).prefetch_related(BY_NAME).newest_first()


def _told(questions: Any) -> Any:
    return questions.select_related(
        "practice__institution", "asker", "institution", "answered_by"
    ).defer(*HEAVY, "asker__password", "answered_by__password")
