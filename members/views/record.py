"""The record of changes among people."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members import permissions, record
from members.access import SignedInRequest, signed_in
from members.forms import RecordForm
from members.models import Institution

PER_PAGE = 50


@signed_in
@require_safe
def institution(request: SignedInRequest, slug: str) -> HttpResponse:
    """[RC1]"""
    found = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_read_record(request.user, found.pk):
        raise PermissionDenied
    return _page(request, found)


@signed_in
@require_safe
def consortium(request: SignedInRequest) -> HttpResponse:
    """[RC2] All institutions together, closed ones too."""
    if not permissions.user_can_read_every_record(request.user):
        raise PermissionDenied
    return _page(request, None)


def _page(request: SignedInRequest, of: Institution | None) -> HttpResponse:
    form = RecordForm(request.GET)
    entries = record.visible_to(request.user, of=of, **form.wanted())
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "members/record.html",
        {
            "institution": of,
            "form": form,
            "page": page,
            "entries": record.read(page.object_list, of=of),
            "query": query.urlencode(),
        },
    )
