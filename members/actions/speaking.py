"""For whom somebody speaks: chosen at each act, and kept with what was said."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from members import queries
from members.models import Institution, Membership, User
from members.permissions import serves_consortium

from .common import Refused


class CannotSpeak(Refused):
    """Not for this institution, or it was not said for which."""


@transaction.atomic
def speak(*, by: User, institution: Institution | None, now: dt.datetime) -> Institution | None:
    """The institution for which a person may speak at this moment, remembered for the next form.

    None is the collaborative as a whole, for those who serve it; for somebody who belongs to one
    institution alone it is that one. Asked of the memberships as they are, whatever the form said.
    """
    memberships = {
        one.institution_id: one
        for one in queries.memberships_that_speak(by).select_for_update(of=("self",), no_key=True)
    }
    if institution is None and serves_consortium(by):
        Membership.objects.filter(user=by).exclude(last_spoke_at=None).update(last_spoke_at=None)
        return None
    if institution is None and len(memberships) == 1:
        institution = next(iter(memberships.values())).institution
    if institution is None:
        raise CannotSpeak("Choose for which institution you speak.")
    if institution.pk not in memberships:
        raise CannotSpeak(
            f"You do not belong to {institution} any more. Choose for whom you speak, and send "
            "this again."
        )
    Membership.objects.filter(pk=memberships[institution.pk].pk).update(last_spoke_at=now)
    return institution
