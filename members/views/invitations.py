"""Inviting people to an institution."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core import clock
from members import actions, permissions
from members.access import SignedInRequest, signed_in
from members.enums import Role
from members.forms import InviteForm
from members.models import Institution, Invitation


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN6]"""
    institution = _managed(request, slug)
    form = InviteForm(request.POST or None, initial={"role": Role.CONTRIBUTOR})
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite(
                institution=institution, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except actions.Refused as refusal:
            form.add_error("email", refusal.sentence)
            status = refusal.status
        else:
            messages.success(
                request, f"An invitation is on its way to {form.cleaned_data['email']}."
            )
            return redirect("members:people", slug)
    return render(
        request, "members/invite.html", {"form": form, "institution": institution}, status=status
    )


@signed_in
@require_POST
def resend(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN6] A new link; the old one is dead."""
    return _change(request, slug, pk, actions.resend_invitation, "The invitation was sent again.")


@signed_in
@require_POST
def revoke(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN6]"""
    return _change(request, slug, pk, actions.revoke_invitation, "The invitation is revoked.")


def _change(
    request: SignedInRequest, slug: str, pk: int, change: Callable[..., Invitation], done: str
) -> HttpResponse:
    institution = _managed(request, slug)
    invitation = get_object_or_404(
        Invitation.objects.visible_to(request.user).select_related("institution"),
        institution=institution,
        pk=pk,
    )
    try:
        change(invitation=invitation, by=request.user, now=clock.now())
    except actions.Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("members:people", slug)


def _managed(request: SignedInRequest, slug: str) -> Institution:
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_manage_members(request.user, institution.pk):
        raise PermissionDenied
    return institution
