"""The directory, and one person of it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.directory import permissions, queries
from collaborative.directory.forms import FindForm
from members.access import SignedInRequest, signed_in

PER_PAGE = 25


@signed_in
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """[PE1] People who agreed to be shown; never an address."""
    if not permissions.user_can_find_people(request.user):
        raise PermissionDenied
    choices = queries.choices(request.user)
    form = FindForm(request.GET, choices=choices)
    wanted = form.wanted()
    found = queries.narrowed(queries.people_visible_to(request.user), wanted)
    shown = queries.with_institutions(queries.by_name(found))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    queries.name_interests(page.object_list, choices.areas)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "wanted": wanted}
    return render(request, "directory/people.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """[AC2] What one person agreed to show. Everybody else finds nothing here, like at any
    number that is nobody's: so nobody is asked to sign in either."""
    found = queries.with_institutions(queries.people_visible_to(request.user)).filter(pk=pk).first()
    if found is None:
        raise Http404
    queries.name_interests([found], queries.areas())
    return render(request, "directory/person.html", {"person": found})
