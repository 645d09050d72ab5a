"""Public pages about how practices travel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import public_page
from practices import permissions, queries, together
from practices.models import Practice

from .doors import door


@require_safe
@public_page
@door()
def adoptions(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The whole ledger of a practice: who took it up, what they changed, what came of it.

    Readable wherever the practice's own page is everybody's: also once it was withdrawn.
    """
    if not practice.is_public:
        raise Http404
    lines = queries.ledger(practice)
    beside = {house["slug"] for house in together.co_publishers(practice)}
    for line in lines:
        line.publishes_too = line.institution.slug in beside  # type: ignore[attr-defined]
        line.may_remove = permissions.user_can_remove_adoption(user, line)  # type: ignore[attr-defined]
    context = {"practice": practice, "lines": lines, "own": queries.own_lines(user, practice)}
    return render(request, "practices/adoptions.html", context)


@require_safe
@public_page
def spread(request: HttpRequest) -> HttpResponse:
    """Who gave to whom, and in which counties practices are at work."""
    context = {"spread": queries.spread(), "map": queries.county_map()}
    return render(request, "practices/spread.html", context)
