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
    form = DomainForm(request.POST or None)
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
            messages.success(request, f"Addresses at {added.domain} now count for {institution}.")
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
