"""Where a person is signed in. Allauth keeps the list; its page asks the database for each row."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from collaborative.core import clock
from members import queries
from members.access import SignedInRequest, signed_in


@signed_in
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """[AC4]"""
    context = {
        "sessions": queries.sessions_of(request.user, now=clock.now()),
        "current": request.session.session_key,
    }
    return render(request, "members/sessions.html", context)


@signed_in
@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC4] One of one's own; it is over at its next request."""
    session = get_object_or_404(queries.sessions_of(request.user, now=clock.now()), pk=pk)
    session.end()
    messages.success(request, "That session is over.")
    return redirect("members:sessions")


@signed_in
@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """[AC4]"""
    others = queries.sessions_of(request.user, now=clock.now()).exclude(
        session_key=request.session.session_key
    )
    for session in others:
        session.end()
    messages.success(request, "All other sessions are over.")
    return redirect("members:sessions")
