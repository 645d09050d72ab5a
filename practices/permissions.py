"""Who may what with a practice. Rows of docs/authorization.csv in brackets.

Who-may is asked here; in-which-state is asked of the practice (`is_editable`, `is_submitted`).
Each rule about reading has its twin in querysets.PracticeQuerySet.visible_to_q.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.permissions import (
    institutions_of,
    is_active,
    is_coordinator,
    is_member_of,
    is_site_admin,
    is_steward_of,
)

if TYPE_CHECKING:
    from .models import Adoption, Practice


def user_can_share(user: Any) -> bool:
    """Start a practice: needs an institution to speak for."""
    return bool(institutions_of(user))


def user_can_see(user: Any, practice: Practice) -> bool:
    """[PP1, DP1, DP7] The live words when there are any, else the draft."""
    return practice.live or user_can_see_draft(user, practice)


def user_can_see_draft(user: Any, practice: Practice) -> bool:
    """[PP4, DP1, DP4, DP7, DP11] The newest words, before anybody else reads them.

    A coordinator sees a draft only while it is submitted and nothing of it was ever live.
    """
    if is_member_of(user, practice.institution_id) or is_site_admin(user):
        return True
    return is_coordinator(user) and practice.is_submitted and not practice.live


def user_can_see_history_of_draft(user: Any, practice: Practice) -> bool:
    """[DP4] Every version, every round, the audit lines: the institution's own."""
    return is_member_of(user, practice.institution_id) or is_site_admin(user)


def user_can_see_draft_files(user: Any, practice: Practice) -> bool:
    """[DP11] Files that no live version names."""
    return is_member_of(user, practice.institution_id) or is_site_admin(user)


def user_can_edit(user: Any, practice: Practice) -> bool:
    """[PP3, DP2, DP3, DP5] The author while a member, a steward, the site administrator."""
    if is_site_admin(user) or is_steward_of(user, practice.institution_id):
        return True
    return (
        is_active(user)
        and practice.author_id == user.pk
        and is_member_of(user, practice.institution_id)
    )


def user_can_submit(user: Any, practice: Practice) -> bool:
    """[DP6]"""
    return user_can_edit(user, practice)


def user_can_publish(user: Any, practice: Practice) -> bool:
    """[PP5, DP8] The steward alone publishes what an institution says; and asks for changes."""
    return is_steward_of(user, practice.institution_id) or is_site_admin(user)


def user_can_publish_own(user: Any, practice: Practice) -> bool:
    """A steward who is the author needs no round with oneself."""
    return user_can_publish(user, practice) and practice.author_id == user.pk


def user_can_take_down(user: Any, practice: Practice) -> bool:
    """[PP6]"""
    return user_can_publish(user, practice) or is_coordinator(user)


def user_can_report_adoption(user: Any, practice: Practice) -> bool:
    """[AD4] A member of another institution than the practice's own."""
    return any(pk != practice.institution_id for pk in institutions_of(user))


def user_can_see_adoption(user: Any, adoption: Adoption) -> bool:
    """[AD1, AD2] Confirmed ones as the practice itself; twin of AdoptionQuerySet.visible_to_q."""
    if is_site_admin(user):
        return True
    return adoption.practice.live and (
        adoption.is_confirmed or is_member_of(user, adoption.institution_id)
    )


def user_can_see_waiting_adoption(user: Any, adoption: Adoption) -> bool:
    """[AD2] Words that no steward has confirmed are the adopting institution's own."""
    return is_member_of(user, adoption.institution_id) or is_site_admin(user)


def user_can_change_adoption(user: Any, adoption: Adoption) -> bool:
    """[AD5] Any of the adopting institution's people: a steward reads it before anybody else."""
    return is_member_of(user, adoption.institution_id) or is_site_admin(user)


def user_can_confirm_adoption(user: Any, adoption: Adoption) -> bool:
    """[AD6] The steward alone says what an institution does; also answers with a sentence."""
    return is_steward_of(user, adoption.institution_id) or is_site_admin(user)


def user_can_remove_adoption(user: Any, adoption: Adoption) -> bool:
    """[AD7] A coordinator as well: words that must not be read are hidden at once."""
    return user_can_confirm_adoption(user, adoption) or is_coordinator(user)
