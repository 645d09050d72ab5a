"""Mail domains of an institution, entered by coordinators."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core import clock
from members import actions, permissions
from members.access import SignedInRequest, signed_in
from members.forms import DomainForm
from members.models import EmailDomain, Institution


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def domains(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN13]"""
    institution = _managed(request, slug)
    form = DomainForm(request.POST if request.method == "POST" else None)
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_domain(
                institution=institution, by=request.user, now=clock.now(), **form.cleaned_data
            )
        except actions.Refused as refusal:
            form.add_error("domain", refusal.sentence)
            status = refusal.status
        else:
            messages.success(
                request,
                f"Addresses at {added.domain} now count for {institution}."
                if added.is_proved
                else f"{added.domain} is entered. It counts once its record is found.",
            )
            return redirect("members:domains", slug)
    rows = EmailDomain.objects.filter(institution=institution).select_related("proved_by").by_name()
    return render(
        request,
        "members/domains.html",
        {"form": form, "institution": institution, "domains": rows},
        status=status,
    )


@signed_in
@require_POST
def check_domain(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN13] Looks for the record now; the page says what was found."""
    institution = _managed(request, slug)
    domain = get_object_or_404(
        EmailDomain.objects.select_related("institution"), institution=institution, pk=pk
    )
    was_proved = domain.is_proved
    try:
        checked = actions.check_domain(domain=domain, by=request.user, now=clock.now())
    except actions.Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("members:domains", slug)
    if checked.proved_at == checked.checked_at:
        messages.success(request, f"Proved: addresses at {checked.domain} count for {institution}.")
    elif was_proved:
        messages.info(request, f"{checked.check_said} {checked.domain} still counts.")
    else:
        messages.error(request, f"{checked.domain} does not count yet. {checked.check_said}")
    return redirect("members:domains", slug)


@signed_in
@require_POST
def remove_domain(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN13]"""
    institution = _managed(request, slug)
    domain = get_object_or_404(EmailDomain, institution=institution, pk=pk)
    actions.remove_domain(domain=domain, by=request.user, now=clock.now())
    messages.success(request, f"Addresses at {domain.domain} let nobody in from now on.")
    return redirect("members:domains", slug)


def _managed(request: SignedInRequest, slug: str) -> Institution:
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_manage_domains(request.user):
        raise PermissionDenied
    return institution
