"""The page for what the state of a practice does not allow."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from practices import actions
from practices.models import Practice

CONFLICT = 409


def refused(request: HttpRequest, practice: Practice, refusal: actions.Refused) -> HttpResponse:
    """Says why, and leads back."""
    page, words = refusal.next_step
    context = {
        "practice": practice,
        "sentence": str(refusal),
        "next_words": words,
        "next_address": reverse(page, args=[practice.slug]),
    }
    missing = getattr(refusal, "missing", None)
    if missing:
        context["missing"] = list(missing.values())
    return render(request, "practices/refused.html", context, status=CONFLICT)
