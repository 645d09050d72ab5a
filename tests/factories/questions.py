from __future__ import annotations

import datetime as dt
import secrets

from django.utils import timezone

from members.models import User
from practices import actions
from practices.models import Practice, PracticeContact, Question


def contact(practice: Practice, who: User, *, now: dt.datetime | None = None) -> PracticeContact:
    """Somebody of the practice's institution who says: I may be asked."""
    return actions.may_be_asked(practice=practice, by=who, now=now or timezone.now())


def asked_question(
    practice: Practice,
    by: User,
    text: str = "How did you pay for the second year?",
    *,
    shows_address: bool = False,
    now: dt.datetime | None = None,
) -> Question:
    """A question as its asker sends it, to all who may be asked by now."""
    return actions.ask(
        practice=practice,
        text=text,
        shows_address=shows_address,
        key=secrets.token_hex(16),
        by=by,
        now=now or timezone.now(),
    )


def answered_question(
    question: Question,
    by: User,
    text: str = "The plan paid for it.",
    *,
    shows_address: bool = False,
    now: dt.datetime | None = None,
) -> Question:
    return actions.answer_question(
        question=question,
        text=text,
        shows_address=shows_address,
        by=by,
        now=now or timezone.now(),
    )
