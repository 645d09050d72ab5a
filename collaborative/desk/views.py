"""The desk: the first page after signing in."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.core import clock
from collaborative.desk import queries
from members.access import SignedInRequest, signed_in
from practices import queries as practices
from practices.permissions import user_can_list_reviews

ON_A_PAGE = 20


@signed_in
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """What waits for this person as author, steward, member, coordinator and editor."""
    now = clock.now()
    return render(
        request, "desk/desk.html", {"desk": queries.desk_of(request.user, now=now), "now": now}
    )


@signed_in
@require_safe
def reviews(request: SignedInRequest) -> HttpResponse:
    """[RV1, RV2] All that waits for a steward's answer, with what is new in each."""
    if not user_can_list_reviews(request.user):
        raise PermissionDenied
    found = Paginator(practices.reviews_for(request.user), ON_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "waiting": practices.told(page.object_list, user=request.user),
        "now": clock.now(),
    }
    return render(request, "desk/reviews.html", context)
