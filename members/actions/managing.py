"""Roles, removals and leaving."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members import audit, mails
from members.enums import MembershipState, Role
from members.models import Membership, User

from .common import NotAllowed, announce, fresh, keep_a_steward, lock, require_active
from .sign_on import end_break_glass, forget_sign_on_of


@transaction.atomic
def set_role(*, membership: Membership, role: str, by: User, now: dt.datetime) -> Membership:
    """Gives a member another role; nobody changes the own one, and a steward stays.

    In order: the role, a log entry, a mail to the person, the signal.
    """
    lock(membership.institution)
    membership = fresh(membership)
    if membership.user_id == by.pk:
        raise NotAllowed("Nobody changes the own role. Ask another steward or a coordinator.")
    require_active(membership)
    was = membership.role
    if was == role:
        return membership
    keep_a_steward(membership)
    membership.role = Role(role)
    membership.decided_by = by
    membership.save(update_fields=["role", "decided_by"])
    end_break_glass(user=membership.user, institution=membership.institution)
    audit.record(
        membership.institution, "members.role_set", by=by,
        membership=membership.pk, person=membership.user_id, was=was, role=membership.role,
    )  # fmt: skip
    mails.tell_person_of_role(membership)
    announce(user=membership.user, institution=membership.institution)
    return membership


@transaction.atomic
def remove(*, membership: Membership, by: User, reason: str, now: dt.datetime) -> Membership:
    """Ends somebody else's membership. In order: state, log entry, mail to the person, signal."""
    lock(membership.institution)
    membership = fresh(membership)
    if membership.user_id == by.pk:
        raise NotAllowed("To end your own membership, choose Leave on the people page.")
    require_active(membership)
    _end(membership, by=by, reason=reason, now=now)
    audit.record(
        membership.institution, "members.removed", by=by,
        membership=membership.pk, person=membership.user_id, reason=reason,
    )  # fmt: skip
    mails.tell_person_removed(membership)
    return membership


@transaction.atomic
def leave(*, membership: Membership, by: User, now: dt.datetime) -> Membership:
    """Ends the own membership. In order: state, log entry, signal."""
    lock(membership.institution)
    membership = fresh(membership)
    if membership.user_id != by.pk:
        raise NotAllowed("You can only leave where you belong yourself.")
    require_active(membership)
    _end(membership, by=by, reason="", now=now)
    audit.record(membership.institution, "members.left", by=by, membership=membership.pk)
    by.forget_roles()
    return membership


def _end(membership: Membership, *, by: User, reason: str, now: dt.datetime) -> None:
    keep_a_steward(membership)
    membership.state = MembershipState.ENDED
    membership.ended_at = now
    membership.decided_by = by
    membership.reason = reason
    membership.save(update_fields=["state", "ended_at", "decided_by", "reason"])
    forget_sign_on_of(user=membership.user, institution=membership.institution, by=by)
    announce(user=membership.user, institution=membership.institution)
