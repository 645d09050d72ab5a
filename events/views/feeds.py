"""A member's own calendar at a secret address."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from events import actions, ics, queries
from events.models import CalendarFeed
from members.access import SignedInRequest, signed_in
from members.permissions import is_member


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  views are given one
    """[ME9, ME10] The token alone counts; whoever is signed in is not asked."""
    user = queries.member_behind(token)
    if user is None:
        raise Http404
    calendar = ics.personal_calendar(
        user, queries.feed_meetings(user, now=clock.now()), queries.answers_of(user)
    )
    response = HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: SignedInRequest) -> HttpResponse:
    """[ME11] Makes a new address and shows it on this one answer only."""
    address = ""
    had_one = CalendarFeed.objects.filter(user=request.user).exists()
    if request.method == "POST":
        token = actions.rotate_feed(by=request.user, now=clock.now())
        address = f"{settings.BASE_URL}{reverse('events:feed', args=[token])}"
    response = render(
        request,
        "events/calendar.html",
        {
            "address": address,
            "had_one": had_one,
            "feed": CalendarFeed.objects.filter(user=request.user).first(),
            "is_member": is_member(request.user),
        },
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
