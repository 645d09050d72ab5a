"""What asking and answering leave of a person; and what goes with the account."""

from __future__ import annotations

import datetime as dt

from members.keeping import Part, Row
from members.models import User
from practices.models import PracticeContact, Question
from practices.models.keeps import NOT_PUBLIC_ANY_MORE
from practices.permissions import user_can_read


def contacts(user: User) -> list[Row]:
    own = PracticeContact.objects.filter(user=user).select_related("practice")
    return [
        {"practice": _named(one.practice, user), "said_on": one.agreed_at}
        for one in own.order_by("-agreed_at", "-pk")
    ]


def asked(user: User) -> list[Row]:
    """One's own words; the answer is its writer's."""
    own = Question.objects.asked_by(user).select_related("practice", "institution")
    return [
        {
            "practice": one.name_for(user),
            "asked_on": one.asked_at,
            "for": one.institution.name if one.institution else "the collaborative",
            "your_question": one.text,
            "you_showed_your_address": one.shows_address,
            "answered_on": one.answered_at,
        }
        for one in own.newest_first()
    ]


def received(user: User) -> list[Row]:
    """That one was asked, and one's own answer; the question is its writer's."""
    own = Question.objects.received_by(user).select_related("practice")
    return [
        {
            "practice": one.name_for(user),
            "asked_on": one.asked_at,
            "answered_by_you_on": one.answered_at if one.answered_by_id == user.pk else None,
            "your_answer": one.answer if one.answered_by_id == user.pk else "",
            "you_showed_your_address": one.answered_by_id == user.pk and one.answer_shows_address,
        }
        for one in own.newest_first()
    ]


def _named(practice, user: User) -> str:
    return practice.title if user_can_read(user, practice) else NOT_PUBLIC_ANY_MORE


PARTS = (
    Part(
        "contacts", "Practices about which you may be asked",
        "So that members can ask you through the portal, for as long as you belong to the "
        "institution.", contacts, ("practices.PracticeContact.user",),
    ),
    Part(
        "questions_asked", "Questions that you asked",
        "You and those you asked read them. Coordinators can see that you asked and when.", asked,
        ("practices.Question.asker",),
    ),
    Part(
        "questions_received", "Questions that members asked you",
        "So that you can answer them. Who asked keeps your answer.", received,
        ("practices.Question_to.user", "practices.Question.answered_by"),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """Answered questions stay for the other side. What nobody answered nobody needs to any more."""
    PracticeContact.objects.filter(user=user).delete()
    Question.objects.asked_by(user).filter(answered_at=None).delete()
    Question.to.through.objects.filter(user=user).delete()
