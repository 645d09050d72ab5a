"""Pages of saved searches, each for its owner alone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from members.access import SignedInRequest, signed_in

from . import actions, in_words, saved_queries
from .facets import Names
from .models import SavedSearch
from .params import SearchQuery
from .queries import as_spelled
from .saved_forms import SavedSearchForm

ON_A_PAGE = 20
CONFLICT = 409


@signed_in
@require_safe
def searches(request: SignedInRequest) -> HttpResponse:
    """[SV1] What one saved: what each asks, how much it finds now, how much of it is new."""
    found = Paginator(saved_queries.saved_by(request.user), ON_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = Names.now() if rows else None
    numbers = saved_queries.counts_now(rows, user=request.user) if rows else []
    for one, number in zip(rows, numbers, strict=True):
        one.asks = _asks(one.query, names)  # type: ignore[attr-defined]
        one.number = number  # type: ignore[attr-defined]
    page.object_list = rows
    return render(request, "search/searches.html", {"page": page})


@signed_in
def _save_unsent(request: SignedInRequest) -> HttpResponse:
    """The form with the words that came along; nothing is saved."""
    form = SavedSearchForm(request.POST)
    return _save_page(request, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_save_unsent)
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: SignedInRequest) -> HttpResponse:
    """[SV1] From /practices/: the address names what is saved."""
    if request.method != "POST":
        return _save_page(request, None)
    form = SavedSearchForm(request.POST)
    if not form.is_valid():
        return _save_page(request, form, status=400)
    try:
        saved = actions.save_search(
            query=_asked(request), by=request.user, now=now(), **form.cleaned_data
        )
    except actions.CannotSave as refusal:
        form.add_error(None, str(refusal))
        return _save_page(request, form, status=CONFLICT)
    messages.success(request, f"Saved as “{saved.name}”. {_promise(saved)}")
    return redirect("search:searches")


@signed_in
def _saved_unsent(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _own(request.user, pk)
    form = SavedSearchForm(request.POST)
    return _saved_page(request, found, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_saved_unsent)
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: SignedInRequest, pk: int) -> HttpResponse:
    """[SV1, SV2] What is new in one of them; POST gives it another name or way of telling."""
    found = _own(request.user, pk)
    if request.method != "POST":
        return _saved_page(request, found, None)
    form = SavedSearchForm(request.POST)
    if not form.is_valid():
        return _saved_page(request, found, form, status=400)
    try:
        changed = actions.change_saved(saved=found, by=request.user, now=now(), **form.cleaned_data)
    except actions.CannotSave as refusal:
        form.add_error("name", str(refusal))
        return _saved_page(request, found, form, status=CONFLICT)
    messages.success(request, f"Saved. {_promise(changed)}")
    return redirect(changed)


@signed_in
@require_POST
def seen(request: SignedInRequest, pk: int) -> HttpResponse:
    """[SV1, SV2] What came up to now is nothing new any more."""
    found = _own(request.user, pk)
    actions.have_seen(saved=found, by=request.user, now=now())
    messages.success(request, f"Nothing in “{found.name}” counts as new to you now.")
    return redirect("search:searches")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """[SV1, SV2] Asks once, then it is gone."""
    found = _own(request.user, pk)
    if request.method != "POST":
        return render(request, "search/saved_remove.html", {"saved": found})
    actions.remove_saved(saved=found, by=request.user)
    messages.success(request, f"“{found.name}” is removed. Nothing more is told of it.")
    return redirect("search:searches")


def _own(user: Any, pk: int) -> SavedSearch:
    found = saved_queries.saved_for(user, pk=pk)
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest) -> SearchQuery:
    return as_spelled(SearchQuery.from_params(request.GET)).without_sort()


def _asks(query: SearchQuery, names: Names | None) -> list[tuple[str, str]]:
    names = names or Names.now()
    return in_words.told(query, in_words.labels_of(query, names))


def _promise(saved: SavedSearch) -> str:
    return {
        "at-once": "A mail tells you when something new matches.",
        "digest": "Your digest tells you when something new matches, if you get one.",
    }.get(saved.tells, "Look here for what is new.")


def _save_page(
    request: HttpRequest, form: SavedSearchForm | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    query, names = _asked(request), Names.now()
    labels = in_words.labels_of(query, names)
    context = {
        "form": form or SavedSearchForm(initial={"name": in_words.short_name(query, labels)}),
        "asks": in_words.told(query, labels),
        "params": query.to_params(),
        "is_empty": query.is_empty,
        **more,
    }
    return render(request, "search/save.html", context, status=status)


def _saved_page(
    request: HttpRequest,
    found: SavedSearch,
    form: SavedSearchForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    (number,) = saved_queries.counts_now([found], user=request.user)
    context = {
        "saved": found,
        "asks": _asks(found.query, None),
        "number": number,
        "practices": saved_queries.came_into(found) if found.new else [],  # type: ignore[attr-defined]
        "form": form or SavedSearchForm(initial={"name": found.name, "tells": found.tells}),
        **more,
    }
    return render(request, "search/saved.html", context, status=status)
