"""Who may be asked about a practice, ask, read and answer. Rows of the matrix in brackets.

Each rule about reading has its twin in question_querysets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import is_active, is_member, is_member_of, serves_consortium

from .permissions import user_can_publish, user_can_read

if TYPE_CHECKING:
    from .models import Practice, Question


def user_can_ask(user: Any, practice: Practice) -> bool:
    """[QU1, QU2] Members; whether the practice takes questions is asked of it (`practice.live`)."""
    return is_member(user) and user_can_read(user, practice)


def user_can_be_contact(user: Any, practice: Practice) -> bool:
    """[QU3] Say of oneself that one may be asked: the people of the practice's institution."""
    return is_member_of(user, practice.institution_id)


def user_can_remove_contacts(user: Any, practice: Practice) -> bool:
    """[QU4] Who answers for what the institution says. Only the person alone adds the own name."""
    return user_can_publish(user, practice)


def user_can_read_question(user: Any, question: Question) -> bool:
    """[QU5] Who asked, and those it went to while they belong to the practice's institution.

    Who answered reads the own words for good. Nobody else, the site administrator neither.
    """
    if not is_active(user):
        return False
    return user.pk in {question.asker_id, question.answered_by_id} or user_can_answer_question(
        user, question
    )


def user_can_answer_question(user: Any, question: Question) -> bool:
    """[QU6] Those it went to, while they belong to the practice's institution."""
    return is_member_of(user, question.practice.institution_id) and question.went_to(user)


def user_can_see_who_asked(user: Any) -> bool:
    """[QU8] That somebody asked somebody, and when; never what."""
    return serves_consortium(user)
