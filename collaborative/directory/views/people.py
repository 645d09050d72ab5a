"""The directory, and one person of it, to whom one may write."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from collaborative.directory import actions, permissions, queries
from collaborative.directory.forms import FindForm, LetterForm
from members.access import SignedInRequest, signed_in
from members.models import User

PER_PAGE = 25


@signed_in
@require_safe
def people(request: SignedInRequest) -> HttpResponse:
    """[PE1] People who agreed to be shown; never an address."""
    if not permissions.user_can_find_people(request.user):
        raise PermissionDenied
    choices = queries.choices(request.user)
    form = FindForm(request.GET, choices=choices)
    found = queries.narrowed(queries.people_visible_to(request.user), form.wanted())
    shown = queries.with_institutions(queries.by_name(found))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    queries.name_interests(page.object_list, choices.areas)
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "directory/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """[AC2, PE2] What one person agreed to show, and a letter to that person.

    Everybody else finds nothing here, like at any number that is nobody's: so nobody is asked to
    sign in either.
    """
    found = queries.person_for(request.user, pk=pk)
    if found is None:
        raise Http404
    request = cast("SignedInRequest", request)
    if request.method == "POST":
        return _write(request, found)
    return _page(request, found)


def _write(request: SignedInRequest, to: User) -> HttpResponse:
    can_be_answered = queries.can_be_answered(request.user)
    form = LetterForm(request.POST, can_be_answered=can_be_answered, user=request.user)
    if not form.is_valid():
        return _page(request, to, form=form, status=400)
    try:
        actions.write(
            to=to, by=request.user, now=clock.now(), speaks_for=form.voice(), **form.words()
        )
    except actions.NoSuchPerson:
        raise Http404 from None
    except actions.CannotWrite as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, to, form=form, status=refusal.status)
    messages.success(request, f"Your letter to {to.name} is on its way.")
    return redirect("directory:person", to.pk)


def _page(
    request: SignedInRequest, found: User, *, form: LetterForm | None = None, status: int = 200
) -> HttpResponse:
    queries.find_places(found)
    queries.name_interests([found], queries.areas())
    if form is None:
        form = LetterForm(can_be_answered=queries.can_be_answered(request.user), user=request.user)
    context = {
        "person": found,
        "form": form,
        "can_write": found.takes_letters and found.pk != request.user.pk,  # type: ignore[attr-defined]
    }
    return render(request, "directory/person.html", context, status=status)
