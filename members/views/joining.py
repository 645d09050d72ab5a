"""Asking an institution to be let in, and accepting its invitation."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from members import actions, queries
from members.access import SignedInRequest, signed_in
from members.forms import AskForm
from members.models import Institution
from members.permissions import is_active, serves_consortium, user_can_ask_to_join


@signed_in
@require_safe
def join(request: SignedInRequest) -> HttpResponse:
    """Institutions that a person may ask; those who serve the consortium are invited instead."""
    serves = serves_consortium(request.user)
    context: dict[str, Any] = {"serves": serves}
    if not serves:
        context["institutions"] = queries.institutions_to_ask(request.user)
    return render(request, "members/join.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN15]"""
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not user_can_ask_to_join(request.user, institution.pk):
        raise PermissionDenied
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        form = AskForm(request.POST)
        if form.is_valid():
            try:
                actions.ask_to_join(
                    institution=institution,
                    by=request.user,
                    note=form.cleaned_data["note"],
                    now=clock.now(),
                )
            except actions.Refused as refusal:
                form.add_error(None, refusal.sentence)
                status = refusal.status
            else:
                messages.success(request, f"{institution} has been asked to let you in.")
                return redirect("members:welcome")
    return render(
        request, "members/ask.html", {"form": form, "institution": institution}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """[IN7, IN8] Looking changes nothing; accepting needs the invited address, proved."""
    invitation = queries.usable_invitation(token, now=clock.now())
    if request.method == "POST":
        if not is_active(request.user):
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return _accept(cast("SignedInRequest", request), token, invitation)
    if invitation is None:
        raise Http404
    return _page(request, invitation)


def _accept(request: SignedInRequest, token: str, invitation) -> HttpResponse:
    try:
        membership = actions.accept_invitation(token=token, by=request.user, now=clock.now())
    except actions.NoSuchInvitation:
        raise Http404 from None
    except actions.Refused as refusal:
        return _page(request, invitation, refusal=refusal)
    messages.success(
        request,
        f"You are now a {membership.get_role_display().lower()} of {membership.institution}.",
    )
    return redirect("members:welcome")


def _page(request: HttpRequest, invitation, refusal: actions.Refused | None = None) -> HttpResponse:
    response = render(
        request,
        "members/accept.html",
        {
            "institution": invitation.institution,
            "role": invitation.get_role_display().lower(),
            "next": urlencode({"next": request.path}),
            "is_signed_in": is_active(request.user),
            "refusal": refusal,
        },
        status=refusal.status if refusal else 200,
    )
    # The address of this page is a secret: no other page shall be told of it.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
