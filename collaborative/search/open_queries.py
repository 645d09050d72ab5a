"""What the consortium was asked, and what was answered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from .models import OpenAnswer, OpenQuestion


def open_questions(user: Any, *, show: str = "") -> QuerySet[OpenQuestion]:
    """[OQ2] Newest first, with `answered`; `show`: only "waiting" or "own"."""
    found = OpenQuestion.objects.visible_to(user).readable_by(user)
    found = _read(found).select_related("area").with_answers()
    if show == "waiting":
        found = found.waiting()
    elif show == "own":
        found = found.of(user)
    return found.newest_first()


def open_question_for(user: Any, *, pk: int) -> OpenQuestion | None:
    """[OQ2, OQ5] What this member may read; hidden looks like unknown."""
    return open_questions(user).filter(pk=pk).first()


def answers_to(question: OpenQuestion, *, user: Any) -> QuerySet[OpenAnswer]:
    """[OQ2, OQ5] Oldest first."""
    found = _read(OpenAnswer.objects.readable_by(user).filter(question=question))
    heavy = ("practice__body_html", "practice__card_html")
    return found.select_related("practice").defer(*heavy).oldest_first()


def answer_for(user: Any, question: OpenQuestion, *, pk: int) -> OpenAnswer | None:
    return answers_to(question, user=user).filter(pk=pk).first()


def waiting_number(user: Any) -> int:
    """How many wait for a first answer, for the desk."""
    return open_questions(user, show="waiting").count()


def _read(rows: Any) -> Any:
    return rows.select_related("author", "institution", "hidden_by").defer(
        "author__password", "hidden_by__password"
    )
