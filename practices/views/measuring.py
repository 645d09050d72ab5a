"""The plain-language meter for a text as it is typed. Nothing of it is kept."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from collaborative.core.views.again import signed_out
from collaborative.core.words import plain
from members import limits
from members.permissions import is_active
from practices import permissions
from practices import plain_words as meter

TOO_MANY, TOO_LARGE = 429, 413
MOST_CHARACTERS = 20_000


@require_POST
def plain_words(request: HttpRequest) -> HttpResponse:
    """Members only: it costs time, and only they write."""
    if not is_active(request.user):
        return signed_out(request)
    if not permissions.user_can_share(request.user):
        raise PermissionDenied
    text = plain(request.POST.get("plain_summary", ""))
    if len(text) > MOST_CHARACTERS:
        return HttpResponse("This text is too long to be measured.", status=TOO_LARGE)
    if not limits.allows(request, "plain_words", key=str(request.user.pk)):
        return HttpResponse("Measured too often. Wait a minute.", status=TOO_MANY)
    context = {"reading": meter.measure(text), "as_typed": True}
    response = render(request, "practices/_plain_words_found.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response
