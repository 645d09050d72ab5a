"""Public ways in: the gap map, goals, comparing, and what suits an institution."""

from __future__ import annotations

import csv
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import public_page, same_for_all, visitor
from collaborative.search.params import SearchQuery
from collaborative.search.queries import find
from members.csv_cells import defused
from members.models import Institution
from members.permissions import institutions_of

from . import comparing, gaps, likeness
from .forms import LikeForm
from .goals import goals_with_counts
from .likeness import Like

LONGEST_SLUG = 120
UNKNOWN = "There is no practice at “%s”, so it is left out."
# Of one search for something to compare with.
MOST_FOUND = 6


@require_safe
@public_page
def gap_map(request: HttpRequest) -> HttpResponse:
    """Scope areas by people and by region, the same numbers for everybody."""
    context = {"tables": gaps.tables(), "may_ask": gaps.may_ask()}
    return render(request, "search/gaps.html", context)


@require_safe
@same_for_all
def gaps_csv(_request: HttpRequest, slug: str) -> HttpResponse:
    """One of the two tables for a spreadsheet, with cells that it will not run."""
    table = gaps.table(slug)
    if table is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="practices-by-{slug}.csv"'
    response.write("\ufeff")  # tells spreadsheet programs that this is UTF-8
    writer = csv.writer(response)
    for row in gaps.rows(table):
        writer.writerow(map(defused, row))
    return response


@require_safe
@public_page
def goals(request: HttpRequest) -> HttpResponse:
    """“I want to …”: what people come for, each with what it finds for everybody."""
    return render(request, "search/goals.html", {"goals": goals_with_counts(AnonymousUser())})


@require_safe
@public_page
def compare(request: HttpRequest) -> HttpResponse:
    """Up to three practices side by side. The address holds which: nothing is kept."""
    user = visitor(request)
    asked = _asked(request.GET)
    compared = comparing.compare(asked[: comparing.MOST], user=user)
    slugs = [one.slug for one in compared.practices]
    words = SearchQuery.from_params(QueryDict(urlencode({"q": request.GET.get("q", "")})))
    found = []
    if words.words and compared.has_room:
        answer = find(words, user=user, per_page=MOST_FOUND + len(slugs))
        found = [one for one in answer.results if one.slug not in slugs][:MOST_FOUND]
    context = {
        "compared": compared,
        "words": words.words,
        "unknown": [UNKNOWN % slug for slug in compared.unknown],
        "columns": [
            (one, _comparison([slug for slug in slugs if slug != one.slug]))
            for one in compared.practices
        ],
        "found": [(one, _comparison([*slugs, one.slug])) for one in found],
        "offered": [
            (one, _comparison([*slugs, one.slug])) for one in compared.offered if one not in found
        ],
        "too_many": len(asked) > comparing.MOST,
        "most": comparing.MOST,
        "not_told": comparing.NOT_TOLD,
        "canonical": _comparison(slugs),
    }
    return render(request, "search/compare.html", context)


@require_safe
@public_page
def like_mine(request: HttpRequest) -> HttpResponse:
    """Practices for an institution like the one described; a member's own is filled in."""
    own = _own_institutions(visitor(request))
    house = None
    if own and not set(request.GET) & set(LikeForm.base_fields):
        asked_for = request.GET.get("institution", "")
        house = next((one for one in own if one.slug == asked_for), own[0])
    if house:
        like = likeness.like(house)
        form = LikeForm(initial=LikeForm.answers(like))
    else:
        form = LikeForm(request.GET or None)
        form.is_valid()
        like = form.like() if form.is_bound else Like()
    context = {
        "form": form,
        "house": house,
        "own": own,
        "asked": like.says_anything,
        "fits": likeness.fitting(like),
        "most": likeness.MOST_SHOWN,
    }
    return render(request, "search/like_mine.html", context)


def _asked(params: QueryDict) -> list[str]:
    """The addresses that are named, each once."""
    given = (slug.strip()[:LONGEST_SLUG] for slug in params.getlist("p")[: 2 * comparing.MOST])
    return list(dict.fromkeys(slug for slug in given if slug))


def _comparison(slugs: list[str]) -> str:
    path = reverse("search:compare")
    return f"{path}?{urlencode([('p', slug) for slug in slugs])}" if slugs else path


def _own_institutions(user: Any) -> list[Institution]:
    own = institutions_of(user)
    return list(Institution.objects.filter(pk__in=own).order_by("name")) if own else []
