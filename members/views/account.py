"""A person's own account, and the first page after signing up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from members import actions, queries
from members.access import SignedInRequest, signed_in
from members.forms import ProfileForm
from members.permissions import is_member


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """[AC1] Name, a sentence, DLP year, what one cares about, and whether to be shown."""
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        actions.save_profile(by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("members:account")
    context = {
        "form": form,
        "addresses": queries.verified_addresses(request.user),
        "memberships": [m for m in queries.memberships_of(request.user) if m.is_active],
    }
    return render(request, "members/account.html", context, status=400 if form.errors else 200)


@signed_in
@require_safe
def welcome(request: SignedInRequest) -> HttpResponse:
    """What became of signing up: where one belongs, who has been asked, what to do otherwise."""
    memberships = queries.memberships_of(request.user)
    return render(
        request,
        "members/welcome.html",
        {
            "belongs": [m for m in memberships if m.is_active],
            "waiting": [m for m in memberships if m.is_requested],
            "declined": [m for m in memberships if m.is_declined],
            "invitations": queries.invitations_for(request.user, now=clock.now()),
            "is_member": is_member(request.user),
        },
    )
