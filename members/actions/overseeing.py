"""What coordinators do with an institution as a whole."""

# ruff: noqa: ARG001  every action takes the moment, used or not

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members import audit
from members.enums import InstitutionState
from members.models import Institution, Membership, User

from .common import NotWaiting, announce, lock


@transaction.atomic
def close_institution(
    *, institution: Institution, reason: str, by: User, now: dt.datetime
) -> Institution:
    """From the next request on its people have no rights by it and nobody comes in; what it
    published stays. In order: state, log entry, the signal for each member.
    """
    return _set(institution, InstitutionState.CLOSED, by=by, reason=reason)


@transaction.atomic
def reopen_institution(*, institution: Institution, by: User, now: dt.datetime) -> Institution:
    """Its people belong again as before. In order: state, log entry, the signal for each member."""
    return _set(institution, InstitutionState.ACTIVE, by=by)


def _set(institution: Institution, state: str, *, by: User, reason: str = "") -> Institution:
    institution = lock(institution)
    if institution.state == state:
        raise NotWaiting(f"{institution} is {institution.get_state_display().lower()} already.")
    institution.state = state
    institution.save(update_fields=["state"])
    closed = state == InstitutionState.CLOSED
    action = "members.institution_closed" if closed else "members.institution_reopened"
    audit.record(institution, action, by=by, **({"reason": reason} if closed else {}))
    for membership in Membership.objects.of(institution).active().select_related("user"):
        announce(user=membership.user, institution=institution)
    return institution
