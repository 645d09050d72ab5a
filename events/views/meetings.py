"""Meetings for everybody to read and for members to answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from collaborative.core import clock
from collaborative.core.middleware.public_cache import public_page
from events import actions, ics, permissions, queries
from events.forms import AnswerForm
from events.models import Meeting
from members.access import SignedInRequest, signed_in, visitor
from members.permissions import institutions_of

PAST_ON_A_PAGE = 20
MOST_PAGES_DIGITS = 6


@require_safe
@public_page
def meetings(request: HttpRequest) -> HttpResponse:
    """[ME1] Upcoming ones first, then those that were."""
    user, now = visitor(request), clock.now()
    visible = Meeting.objects.visible_to(user)
    past = Paginator(visible.past(now), PAST_ON_A_PAGE)
    page = _page_number(request)
    if page > past.num_pages:
        raise Http404
    return render(
        request,
        "events/list.html",
        {
            "upcoming": visible.upcoming(now) if page == 1 else [],
            "past": past.page(page),
            "schedules": permissions.user_can_schedule(user),
            "is_signed_in": user.is_authenticated,
        },
    )


@require_safe
@public_page
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """[ME1, ME2]"""
    user = visitor(request)
    return _page(request, user, _visible(user, slug))


@require_safe
@public_page
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """[ME8] The public facts for a calendar program, whoever asks."""
    meeting = _visible(visitor(request), slug)
    response = HttpResponse(
        ics.public_calendar(meeting), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response


@signed_in
@require_POST
def answer(request: SignedInRequest, slug: str) -> HttpResponse:
    """[ME6, ME7] For oneself: whom else the form may name is not read."""
    meeting = _visible(request.user, slug)
    if not permissions.user_can_answer(request.user):
        raise PermissionDenied
    form = AnswerForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, request.user, meeting, form=form)
    try:
        actions.answer(
            meeting=meeting,
            answer=form.cleaned_data["answer"],
            by=request.user,
            now=clock.now(),
            speaks_for=form.voice(),
        )
    except actions.CannotAnswer as refusal:
        return _page(request, request.user, meeting, refusal=refusal)
    return redirect(meeting)


def _visible(user, slug: str) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(user), slug=slug)


def _page(request: HttpRequest, user, meeting: Meeting, *, form=None, refusal=None) -> HttpResponse:
    now = clock.now()
    context = {
        "meeting": meeting,
        "inside": permissions.user_can_see_inside(user, meeting),
        "schedules": permissions.user_can_schedule(user),
        "takes_answers": meeting.takes_answers(now),
        "is_over": meeting.is_over(now),
        "is_signed_in": user.is_authenticated,
        "refusal": refusal,
    }
    if context["inside"]:
        attendance = queries.own_attendance(meeting, user=user)
        own = attendance.answer if attendance else ""
        context |= {
            "own_answer": own,
            "own_attendance": attendance,
            "belongs_elsewhere": bool(
                attendance
                and attendance.institution_id
                and attendance.institution_id not in institutions_of(user)
            ),
            "has_moved": bool(attendance and meeting.has_moved_since(attendance.answered_at)),
            "coming": queries.coming_to(meeting, user=user),
            "form": form or AnswerForm(initial={"answer": own}, user=user),
        }
    status = 409 if refusal else 400 if form is not None else 200
    return render(request, "events/detail.html", context, status=status)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_PAGES_DIGITS) or int(text) < 1:
        raise Http404
    return int(text)
