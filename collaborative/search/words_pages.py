"""The words that mean the same, as coordinators keep them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from collaborative.search import actions, synonym_queries
from collaborative.search.models import SynonymGroup
from collaborative.search.params import LONGEST_WORDS
from collaborative.search.permissions import user_can_keep_words
from collaborative.search.synonyms import Known, Unit
from collaborative.search.word_forms import LANGUAGE_NAMES, GroupForm, LookForm
from members.access import SignedInRequest, signed_in
from members.permissions import is_active
from practices.models import ScopeArea

ON_A_PAGE = 40
LAST_CHANGES = 10
MOST_TOLD = 3
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
CRUMBS = [("Words of finding", "/finding/words/")]


def for_those_who_keep_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """[SR1, SR2] Asked before a group is looked for; what was written by nobody comes back."""
    inside = signed_in(view)

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_active(request.user):
            return signed_out(request)
        if is_active(request.user) and not user_can_keep_words(request.user):
            raise PermissionDenied
        return inside(request, *args, **kwargs)

    return checked


@for_those_who_keep_words
@require_safe
def groups(request: SignedInRequest) -> HttpResponse:
    """[SR1] All groups, by what they are about; and how a search would be read."""
    areas = list(ScopeArea.objects.in_order())
    form = LookForm(request.GET, areas=areas)
    wanted = form.wanted()
    found = synonym_queries.groups_for(request.user, **wanted)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    tried = " ".join(request.GET.get("try", "").split())[:LONGEST_WORDS]
    by_slug = {area.slug: area for area in areas}
    context = {
        "form": form,
        "page": page,
        "rows": [_row(group, by_slug) for group in page.object_list],
        "query": urlencode({"q": wanted["words"], "area": wanted["area"]}),
        "is_narrow": any(wanted.values()),
        "tried": tried,
        "read": _read(tried, by_slug) if tried else None,
    }
    return render(request, "search/words.html", context)


@for_those_who_keep_words
def _add_unsent(request: SignedInRequest) -> HttpResponse:
    return _page(request, None, _form(request), FORBIDDEN, is_unsent=True)


@shows_unsent(_add_unsent)
@for_those_who_keep_words
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    """[SR2] A new group."""
    form = _form(request)
    if request.method != "POST":
        return _page(request, None, form)
    if not form.is_valid():
        return _page(request, None, form, status=400)
    group = actions.add_group(wanted=form.wanted(), by=request.user, now=now())
    messages.success(request, f"“{group}” is added. Searches use it from now on.")
    _tell_of_others(request, group, form.wanted().terms)
    return redirect("search:words")


@for_those_who_keep_words
def _change_unsent(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _find(request.user, pk), _form(request), FORBIDDEN, is_unsent=True)


@shows_unsent(_change_unsent)
@for_those_who_keep_words
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """[SR2] One group: its form, and who changed it. Words for one that is gone are kept."""
    if request.method != "POST":
        group = _group(request.user, pk)
        return _page(request, group, _form(request, group))
    here = _find(request.user, pk)
    form = _form(request)
    if not form.is_valid():
        return _page(request, here, form, status=400)
    try:
        actions.change_group(
            group=here or SynonymGroup(pk=pk),
            seen=form.cleaned_data["seen"] or LONG_AGO,
            wanted=form.wanted(),
            by=request.user,
            now=now(),
        )
    except actions.ChangedMeanwhile as refusal:
        here = _group(request.user, pk)
        form = _form(request, seen_now=here)
        form.add_error(None, str(refusal))
        return _page(request, here, form, status=refusal.status, stands=True)
    except actions.GroupIsGone as refusal:
        form.add_error(None, str(refusal))
        return _page(request, None, form, status=refusal.status)
    messages.success(request, f"“{form.cleaned_data['note']}” is saved. Searches use it now.")
    _tell_of_others(request, here, form.wanted().terms)
    return redirect("search:words")


@for_those_who_keep_words
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """[SR2] Asks first, and shows what would go."""
    group = _group(request.user, pk)
    if request.method == "POST":
        actions.remove_group(group=group, by=request.user, now=now())
        messages.success(request, f"“{group}” is removed.")
        return redirect("search:words")
    context = {"group": group, "languages": _languages(group), "crumbs": CRUMBS}
    return render(request, "search/words_remove.html", context)


def _group(user: Any, pk: int) -> SynonymGroup:
    found = _find(user, pk)
    if found is None:
        raise Http404
    return found


def _find(user: Any, pk: int) -> SynonymGroup | None:
    return synonym_queries.groups_for(user).filter(pk=pk).first()


def _form(
    request: HttpRequest,
    group: SynonymGroup | None = None,
    *,
    seen_now: SynonymGroup | None = None,
) -> GroupForm:
    """What was sent, or else the group as it stands. `seen_now` is shown beside what was sent."""
    areas = list(ScopeArea.objects.in_order())
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and seen_now is not None:
        data["seen"] = seen_now.updated_at.isoformat()
    return GroupForm(data, areas=areas, group=group)


def _page(
    request: HttpRequest,
    group: SynonymGroup | None,
    form: GroupForm,
    status: int = 200,
    *,
    stands: bool = False,
    is_unsent: bool = False,
) -> HttpResponse:
    changes = synonym_queries.changes_of(group, most=LAST_CHANGES) if group else []
    context = {
        "group": group,
        "form": form,
        "changes": changes,
        "stands": _languages(group) if stands and group else [],
        "is_unsent": is_unsent,
        "crumbs": CRUMBS,
    }
    return render(request, "search/words_form.html", context, status=status)


def _row(group: SynonymGroup, areas: dict[str, ScopeArea]) -> dict[str, Any]:
    return {"group": group, "area": areas.get(group.area), "languages": _languages(group)}


def _languages(group: SynonymGroup) -> list[tuple[str, str, list[Known]]]:
    """(code, name, terms) of each language in which the group has terms."""
    terms = [term.known for term in group.terms.all()]
    codes = dict.fromkeys(term.language for term in terms)
    return [
        (
            code or "en",
            LANGUAGE_NAMES.get(code or "en", code),
            [term for term in terms if term.language == code],
        )
        for code in codes
    ]


def _read(tried: str, areas: dict[str, ScopeArea]) -> dict[str, Any]:
    """How a search is read now: its parts, what each stands for, where it leads."""
    reading = synonym_queries.load_vocabulary().read(tried)
    return {
        "units": [(unit, _others(unit)) for unit in reading.units],
        "areas": [areas[slug] for slug in reading.areas if slug in areas],
    }


def _others(unit: Unit) -> list[str]:
    return [words for words in unit.searched if words != unit.text]


def _tell_of_others(
    request: HttpRequest, group: SynonymGroup | None, terms: Sequence[Known]
) -> None:
    """A term may stand in several groups; whoever types it gets all of them."""
    other = synonym_queries.elsewhere([term.folded for term in terms], but=group)
    named = [
        f"“{term.words}” stands in “{other[term.folded]}” too"
        for term in terms
        if term.folded in other
    ]
    if named:
        more = len(named) - MOST_TOLD
        said = "; ".join(named[:MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
        messages.info(request, f"{said}. Who types it is shown both.")
