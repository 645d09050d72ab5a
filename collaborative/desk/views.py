"""The desk: the first page after signing in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.core import clock
from collaborative.desk import queries
from members.access import SignedInRequest, signed_in


@signed_in
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for this person as author, steward, member, coordinator and editor."""
    now = clock.now()
    return render(
        request, "desk/desk.html", {"desk": queries.desk_of(request.user, now=now), "now": now}
    )
