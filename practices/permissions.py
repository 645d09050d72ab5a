"""Who may what with a practice. Rows of docs/authorization.csv in brackets.

Who-may is asked here; in-which-state is asked of the practice (`is_editable`, `is_submitted`).
Each rule about reading has its twin in querysets.PracticeQuerySet.visible_to_q.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from members.models import Membership
from members.permissions import (
    institutions_of,
    is_active,
    is_coordinator,
    is_member_of,
    is_site_admin,
    is_steward_of,
    stewarded_by,
)

if TYPE_CHECKING:
    from .models import Adoption, Practice


def user_can_share(user: Any) -> bool:
    """Start a practice: needs an institution to speak for."""
    return bool(institutions_of(user))


def user_can_see(user: Any, practice: Practice) -> bool:
    """[PP1, DP1, DP7] The live words when there are any, else the draft."""
    return practice.live or user_can_see_draft(user, practice)


def user_can_read(user: Any, practice: Practice) -> bool:
    """[RV7] At its address: also what its institution has withdrawn, with the reason."""
    return practice.is_withdrawn or user_can_see(user, practice)


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
    """[PP3, DP2, DP3, DP5] Its authors while members, a steward, the site administrator."""
    if is_site_admin(user) or is_steward_of(user, practice.institution_id):
        return True
    return (
        is_active(user)
        and user.pk in practice.writer_ids
        and is_member_of(user, practice.institution_id)
    )


def user_can_submit(user: Any, practice: Practice) -> bool:
    """[DP6]"""
    return user_can_edit(user, practice)


def user_can_publish(user: Any, practice: Practice) -> bool:
    """[PP5, DP8] The steward alone publishes what an institution says; and asks for changes."""
    return is_steward_of(user, practice.institution_id) or is_site_admin(user)


def user_can_publish_own(user: Any, practice: Practice) -> bool:
    """A steward who is an author needs no round with oneself."""
    return user_can_publish(user, practice) and user.pk in practice.writer_ids


def user_can_take_down(user: Any, practice: Practice) -> bool:
    """[PP6]"""
    return user_can_publish(user, practice) or is_coordinator(user)


def user_can_answer(user: Any, practice: Practice) -> bool:
    """[DP20, RV3] Read a round and ask for a change.

    A steward; and, so that no author waits for nobody, a coordinator once a first round has gone
    unanswered for two weeks and the institution has no steward left. Publishing stays a steward's.
    """
    if user_can_publish(user, practice):
        return True
    return (
        is_coordinator(user)
        and practice.is_submitted
        and practice.is_routed
        and not practice.is_public
        and not has_steward(practice)
    )


def has_steward(practice: Practice) -> bool:
    """Whether anybody can answer for the institution now."""
    stewards = Membership.objects.stewards().of(practice.institution_id)
    return stewards.filter(user__is_active=True).exists()


def user_can_list_reviews(user: Any) -> bool:
    """[RV1, RV2] What waits for an answer: stewards, and those who see to it that one comes."""
    return bool(stewarded_by(user)) or is_coordinator(user) or is_site_admin(user)


def user_can_end(user: Any, practice: Practice) -> bool:
    """[RV5] Say that it ended, withdraw it, bring it back: what the institution says."""
    return user_can_publish(user, practice)


def user_can_verify(user: Any, practice: Practice) -> bool:
    """[RV6] Say that it is still true: whoever may write it."""
    return user_can_edit(user, practice)


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


def user_can_read_adoption(user: Any, adoption: Adoption) -> bool:
    """[RV7] Also below a withdrawn practice; twin of AdoptionQuerySet.readable_by_q."""
    return user_can_see_adoption(user, adoption) or (
        adoption.practice.is_withdrawn and adoption.is_confirmed
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
