"""Institutions that want to join, on the coordinators' desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from collaborative.core import clock
from members import actions, permissions, queries
from members.access import SignedInRequest, signed_in
from members.models import InstitutionProposal
from members.proposal_forms import AdmitForm, DeclineProposalForm

ON_A_PAGE = 25


@signed_in
@require_safe
def proposals(request: SignedInRequest) -> HttpResponse:
    """[PR5] Those that wait first, then those that were answered."""
    _require_coordinator(request)
    found = queries.proposals_for(request.user)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/proposals.html", {"page_of": page})


@signed_in
@require_safe
def proposal(request: SignedInRequest, pk: int) -> HttpResponse:
    """[PR5]"""
    return _page(request, _found(request, pk))


@signed_in
@require_POST
def admit(request: SignedInRequest, pk: int) -> HttpResponse:
    """[PR6] Makes the institution and its page, and invites its first steward."""
    found = _found(request, pk)
    form = AdmitForm(request.POST)
    if not form.is_valid():
        return _page(request, found, admit_form=form)
    try:
        institution = actions.admit_institution(
            proposal=found, by=request.user, now=clock.now(), **form.cleaned_data
        )
    except actions.CannotAdmit as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, found, admit_form=form, status=refusal.status)
    except actions.Refused as refusal:
        return _page(request, _found(request, pk), refusal=refusal)
    messages.success(
        request,
        f"{institution} belongs now. An invitation is on its way to "
        f"{form.cleaned_data['steward_email']}.",
    )
    return redirect("members:people", institution.slug)


@signed_in
@require_POST
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """[PR6] With a reason that the proposer reads."""
    found = _found(request, pk)
    form = DeclineProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, decline_form=form)
    try:
        actions.decline_proposal(
            proposal=found, by=request.user, now=clock.now(), **form.cleaned_data
        )
    except actions.Refused as refusal:
        return _page(request, _found(request, pk), refusal=refusal)
    messages.success(request, f"{found.proposer_name} has been told.")
    return redirect("members:proposals")


def _require_coordinator(request: SignedInRequest) -> None:
    if not permissions.user_can_admit_institutions(request.user):
        raise PermissionDenied


def _found(request: SignedInRequest, pk: int) -> InstitutionProposal:
    _require_coordinator(request)
    return get_object_or_404(
        InstitutionProposal.objects.visible_to(request.user).select_related(
            "decided_by", "institution"
        ),
        pk=pk,
    )


def _page(
    request: SignedInRequest,
    found: InstitutionProposal,
    *,
    refusal: actions.Refused | None = None,
    status: int = 0,
    **forms: Any,
) -> HttpResponse:
    wrong = any(form.errors for form in forms.values())
    context = {
        "proposal": found,
        "refusal": refusal,
        "known": queries.institutions_like(found) if found.is_waiting else [],
        "admit_form": AdmitForm.for_proposal(found),
        "decline_form": DeclineProposalForm(),
        **forms,
    }
    status = status or (refusal.status if refusal else 400 if wrong else 200)
    return render(request, "members/proposal.html", context, status=status)
