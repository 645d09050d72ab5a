"""Who may what with the people and institutions of a practice. Rows of docs/authorization.csv in
brackets; each rule about reading has its twin in together_querysets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import (
    is_active,
    is_member_of,
    is_site_admin,
    is_steward_of,
)

from .permissions import user_can_edit, user_can_publish

if TYPE_CHECKING:
    from .models import CoPublication, Practice, PracticeAuthor


def user_is_author(user: Any, practice: Practice) -> bool:
    return is_active(user) and user.pk in practice.writer_ids


def user_can_see_people(user: Any, practice: Practice) -> bool:
    """[CP6] Whoever may write it, and its authors: of another institution, or gone since."""
    return user_can_edit(user, practice) or user_is_author(user, practice)


def user_can_show_name(user: Any, practice: Practice) -> bool:
    """[CP8] The person alone says whether the own name is shown."""
    return user_is_author(user, practice)


def user_can_change_people(user: Any, practice: Practice) -> bool:
    """[CP7, CP9] Name more authors, ask institutions to publish it too."""
    return user_can_edit(user, practice)


def user_can_remove_author(user: Any, author: PracticeAuthor) -> bool:
    """[CP10] A steward, and everybody themselves."""
    return user_can_publish(user, author.practice) or (
        is_active(user) and author.user_id == user.pk
    )


def user_can_see_co_publication(user: Any, line: CoPublication) -> bool:
    """[CP3] Twin of CoPublicationQuerySet.visible_to_q."""
    return (
        is_member_of(user, line.practice.institution_id)
        or is_steward_of(user, line.institution_id)
        or is_site_admin(user)
    )


def user_can_answer_for_institution(user: Any, line: CoPublication) -> bool:
    """[CP2, CP4] The steward alone says to what an institution puts its name."""
    return is_steward_of(user, line.institution_id) or is_site_admin(user)


def user_can_read_to_sign(user: Any, line: CoPublication) -> bool:
    """[CP1] The version in question. Twin of CoPublicationQuerySet.readable_by_q."""
    return (
        user_can_answer_for_institution(user, line)
        and not line.is_withdrawn
        and line.institution.is_active
        and (line.practice.is_submitted or line.practice.live)
    )


def user_can_call_off(user: Any, practice: Practice, *, was_signed: bool) -> bool:
    """[CP11] What was never signed, by whoever may ask; what was, by a steward."""
    return user_can_publish(user, practice) or (
        not was_signed and user_can_change_people(user, practice)
    )
