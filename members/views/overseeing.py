"""All institutions at a glance, for those who look after the consortium."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core import clock
from members import actions, permissions, queries
from members.access import SignedInRequest, signed_in
from members.models import Institution
from members.proposal_forms import CloseForm

ON_A_PAGE = 50
SHOWS = (
    ("", "All"),
    ("without-steward", "Without an active steward"),
    ("closed", "Closed"),
)


@signed_in
@require_safe
def institutions(request: SignedInRequest) -> HttpResponse:
    """[CO1]"""
    _require_coordinator(request)
    show = request.GET.get("show", "")
    if show not in dict(SHOWS):
        show = ""
    found = queries.institutions_overseen(show)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "members/institutions.html",
        {"page_of": page, "show": show, "shows": SHOWS},
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, slug: str) -> HttpResponse:
    """[CO2] Asks first and says what follows."""
    _require_coordinator(request)
    institution = get_object_or_404(Institution, slug=slug)
    form = CloseForm(request.POST if request.method == "POST" else None)
    refusal, status = None, 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_institution(
                institution=institution, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except actions.Refused as refused:
            refusal, status = refused, refused.status
        else:
            messages.success(request, f"{institution} is closed.")
            return redirect("members:institutions")
    return render(
        request,
        "members/close_institution.html",
        {"institution": institution, "form": form, "refusal": refusal},
        status=status,
    )


@signed_in
@require_POST
def reopen(request: SignedInRequest, slug: str) -> HttpResponse:
    """[CO2]"""
    _require_coordinator(request)
    institution = get_object_or_404(Institution, slug=slug)
    try:
        actions.reopen_institution(institution=institution, by=request.user, now=clock.now())
    except actions.Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{institution} is open again; its people belong as before.")
    return redirect("members:institutions")


def _require_coordinator(request: SignedInRequest) -> None:
    if not permissions.user_can_oversee_institutions(request.user):
        raise PermissionDenied
