"""The stable address of a practice, and what programs for citations take in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import public_page, visitor
from practices import citing
from practices.models import Practice

from .doors import seen_by

FORMS = {
    "bib": (citing.as_bibtex, "application/x-bibtex"),
    "ris": (citing.as_ris, "application/x-research-info-systems"),
}


@require_safe
@public_page
def by_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the practice of this number; a hidden one looks like none."""
    practice = Practice.objects.visible_to(visitor(request)).filter(pk=pk).only("slug").first()
    if practice is None:
        raise Http404
    return redirect(practice)


@require_safe
@public_page
def cite(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The live version as an entry for a reference manager."""
    practice = seen_by(visitor(request), slug)
    if not practice.live or form not in FORMS:
        raise Http404
    write, media_type = FORMS[form]
    answer = HttpResponse(write(practice), content_type=f"{media_type}; charset=utf-8")
    name = f"practice-{practice.pk}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
