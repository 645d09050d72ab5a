"""The page for what the state of a practice does not allow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from practices.models import Practice

CONFLICT = 409


def refused(request: HttpRequest, practice: Practice, refusal: Exception) -> HttpResponse:
    """Says why, and leads back."""
    context = {"practice": practice, "sentence": str(refusal)}
    missing = getattr(refusal, "missing", None)
    if missing:
        context["missing"] = list(missing.values())
    return render(request, "practices/refused.html", context, status=CONFLICT)
