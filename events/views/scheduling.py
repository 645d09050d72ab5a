"""Calling, changing and cancelling meetings, for coordinators."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateformat import time_format
from django.views.decorators.http import require_http_methods

from collaborative.core import clock
from events import actions, zones
from events.enums import Audience
from events.forms import CancelForm, MeetingForm
from events.models import Meeting
from events.permissions import user_can_schedule
from members.access import SignedInRequest, signed_in


def for_coordinators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refused before any meeting is looked up, so that a refusal tells nothing of it."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_schedule(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return signed_in(checked)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SignedInRequest) -> HttpResponse:
    form = MeetingForm(
        request.POST or None,
        initial={"time_zone": "America/Chicago", "audience": Audience.PUBLIC},
    )
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.schedule(words=form.words(), by=request.user, now=clock.now())
        except actions.Refused as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            _say_which_hour(request, meeting)
            messages.success(request, "The meeting is in the calendar.")
            return redirect(meeting)
    return render(request, "events/schedule.html", {"form": form}, status=status)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    form = MeetingForm(request.POST or None, instance=meeting, initial=_shown(meeting))
    status = 400 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.change(
                meeting=meeting,
                words=form.words(),
                sequence=form.cleaned_data["sequence"] or 0,
                by=request.user,
                now=clock.now(),
            )
        except actions.Refused as refusal:
            form.add_error(None, refusal.sentence)
            status = 409
        else:
            _say_which_hour(request, meeting)
            messages.success(
                request,
                "Saved. Calendars will show the change when they next ask. If its time, place or "
                "link is another one now, those who said yes or maybe are told.",
            )
            return redirect(meeting)
    return render(request, "events/edit.html", {"form": form, "meeting": meeting}, status=status)


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: SignedInRequest, slug: str) -> HttpResponse:
    """Asks first, and why; whoever said yes or maybe is told."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.cancel(
            meeting=meeting,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=clock.now(),
        )
        messages.success(
            request,
            "The meeting is cancelled. It stays in the list, marked so, and those who said yes or "
            "maybe are told.",
        )
        return redirect(meeting)
    context = {"meeting": meeting, "form": form}
    return render(request, "events/cancel.html", context, status=400 if form.is_bound else 200)


def _shown(meeting: Meeting) -> dict[str, Any]:
    """The form shows a last day only where it is another one, and remembers which version it is."""
    return {
        "sequence": meeting.sequence,
        "ends_on": None if meeting.ends_the_same_day else meeting.ends_on,
    }


def _say_which_hour(request: SignedInRequest, meeting: Meeting) -> None:
    """In the night of the repeated hour a wall-clock time is two moments; say which is meant."""
    edges = (
        (meeting.starts_on, meeting.starts_time),
        (meeting.ends_on, meeting.ends_time),
    )
    for day, wall_clock in edges:
        if zones.happens_twice(day, wall_clock, meeting.time_zone):
            messages.warning(
                request,
                f"Clocks show {time_format(wall_clock, 'P')} twice that night. "
                "The first of the two is meant, before they are moved back.",
            )
