"""The people of an institution, for its members and those who look after them."""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collaborative.core import clock
from members import actions, permissions, queries
from members.access import SignedInRequest, signed_in
from members.csv_cells import defused
from members.forms import DeclineForm, RemoveForm, RoleForm
from members.models import EmailDomain, Institution, Invitation, Membership

PER_PAGE = 50
# Of requests and of invitations; the rest shows when these are done.
MOST_WAITING = 50


@signed_in
@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN3, IN4, RC3] Names and roles; those in charge see more, and who waits."""
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    user = request.user
    if not permissions.user_can_list_members(user, institution.pk):
        raise PermissionDenied
    found = Paginator(queries.people_of(institution, user=user), PER_PAGE)
    context: dict[str, Any] = {
        "institution": institution,
        "page": found.get_page(request.GET.get("page")),
        "manages": permissions.user_can_manage_members(user, institution.pk),
        "sees_addresses": permissions.user_can_see_addresses(user, institution.pk),
        "manages_domains": permissions.user_can_manage_domains(user),
        "can_leave": permissions.user_can_leave(user, institution.pk),
        "now": clock.now(),
        "most_waiting": MOST_WAITING,
    }
    if context["manages"]:
        context["requests"] = (
            Membership.objects.visible_to(user)
            .of(institution)
            .requested()
            .select_related("user")
            .oldest_first()[: MOST_WAITING + 1]
        )
        context["invitations"] = (
            Invitation.objects.visible_to(user)
            .open()
            .filter(institution=institution)
            .select_related("invited_by")
            .newest_first()[: MOST_WAITING + 1]
        )
    if context["manages_domains"]:
        context["domains"] = EmailDomain.objects.filter(institution=institution).by_name()
    return render(request, "members/people.html", context)


@signed_in
@require_safe
def people_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN5] The same list for a spreadsheet, with cells that it will not run."""
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_see_addresses(request.user, institution.pk):
        raise PermissionDenied
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{institution.slug}-people.csv"'
    )
    response.write("\ufeff")  # tells spreadsheet programs that this is UTF-8
    writer = csv.writer(response)
    writer.writerow(
        ["Name", "Role", "E-mail address", "DLP year", "Joined on", "Last signed in on"]
    )
    for membership in queries.people_of(institution, user=request.user):
        person = membership.user
        writer.writerow(
            defused(cell)
            for cell in (
                person.name,
                membership.get_role_display(),
                person.email,
                person.dlp_year,
                timezone.localtime(membership.joined_at).date().isoformat(),
                person.last_login and timezone.localtime(person.last_login).date().isoformat(),
            )
        )
    return response


@signed_in
@require_safe
def former(request: SignedInRequest, slug: str) -> HttpResponse:
    """[RC3] Who belonged here once and does not any more."""
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_see_addresses(request.user, institution.pk):
        raise PermissionDenied
    found = Paginator(queries.former_people_of(institution, user=request.user), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(request, "members/former.html", {"institution": institution, "page": page})


@signed_in
@require_safe
def person(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One person's request or membership, with what may be done about it."""
    return _page(request, _managed(request, slug, pk))


@signed_in
@require_POST
def approve(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN16]"""
    membership = _managed(request, slug, pk)
    try:
        actions.approve(membership=membership, by=request.user, now=clock.now())
    except actions.Refused as refusal:
        return _page(request, membership, refusal=refusal)
    messages.success(request, f"{membership.user} is now a contributor.")
    return redirect("members:people", slug)


@signed_in
@require_POST
def decline(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN16] With a reason that the asker reads."""
    membership = _managed(request, slug, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, decline_form=form)
    try:
        actions.decline(
            membership=membership, by=request.user, now=clock.now(), **form.cleaned_data
        )
    except actions.Refused as refusal:
        return _page(request, membership, refusal=refusal, decline_form=form)
    messages.success(request, f"{membership.user} has been told.")
    return redirect("members:people", slug)


@signed_in
@require_POST
def set_role(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN9, IN10]"""
    membership = _managed(request, slug, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, role_form=form)
    try:
        changed = actions.set_role(
            membership=membership, by=request.user, now=clock.now(), **form.cleaned_data
        )
    except actions.Refused as refusal:
        return _page(request, membership, refusal=refusal)
    messages.success(request, f"{changed.user} is now a {changed.get_role_display().lower()}.")
    return redirect("members:people", slug)


@signed_in
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """[IN11]"""
    membership = _managed(request, slug, pk)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, remove_form=form)
    try:
        actions.remove(membership=membership, by=request.user, now=clock.now(), **form.cleaned_data)
    except actions.Refused as refusal:
        return _page(request, membership, refusal=refusal)
    messages.success(request, f"{membership.user} does not belong to {membership.institution} now.")
    return redirect("members:people", slug)


def _managed(request: SignedInRequest, slug: str, pk: int) -> Membership:
    """The membership, for those who look after the institution's people and nobody else."""
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_manage_members(request.user, institution.pk):
        raise PermissionDenied
    return get_object_or_404(
        Membership.objects.visible_to(request.user)
        .of(institution)
        .select_related("user", "institution", "decided_by"),
        pk=pk,
    )


def _page(
    request: SignedInRequest,
    membership: Membership,
    *,
    refusal: actions.Refused | None = None,
    **forms,
) -> HttpResponse:
    wrong = any(form.errors for form in forms.values())
    return render(
        request,
        "members/person.html",
        {
            "membership": membership,
            "institution": membership.institution,
            "is_own": membership.user_id == request.user.pk,
            "refusal": refusal,
            "decline_form": DeclineForm(),
            "role_form": RoleForm(initial={"role": membership.role}),
            "remove_form": RemoveForm(),
            **forms,
        },
        status=refusal.status if refusal else 400 if wrong else 200,
    )
