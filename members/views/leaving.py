"""Leaving an institution by oneself."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from collaborative.core import clock
from members import actions
from members.access import SignedInRequest, signed_in
from members.models import Institution, Membership
from members.permissions import user_can_leave


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN12] Asks first; the address names an institution and never a person."""
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not user_can_leave(request.user, institution.pk):
        raise PermissionDenied
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).of(institution).active(), user=request.user
    )
    refusal = None
    if request.method == "POST":
        try:
            actions.leave(membership=membership, by=request.user, now=clock.now())
        except actions.Refused as refused:
            refusal = refused
        else:
            messages.success(request, f"You have left {institution}.")
            return redirect("members:welcome")
    return render(
        request,
        "members/leave.html",
        {"institution": institution, "refusal": refusal},
        status=refusal.status if refusal else 200,
    )
