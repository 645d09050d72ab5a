"""Goals on the coordinators' side: list, add, change, remove, put in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core import clock
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from collaborative.search.models import Goal
from members.access import SignedInRequest, signed_in
from members.models import User
from members.permissions import is_active

from . import actions
from .forms import GoalForm
from .goals import every_goal, headings_in_use
from .permissions import user_can_edit_goals

CONFLICT, BAD_REQUEST = 409, 400
View = Callable[..., HttpResponse]


def for_coordinators(view: View) -> View:
    """[WI4, WI5] Refused before any goal is looked up."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not is_active(request.user):
            return signed_out(request)
        if is_active(request.user) and not user_can_edit_goals(request.user):
            raise PermissionDenied
        return signed_in(view)(request, *args, **kwargs)

    return checked


@for_coordinators
@require_safe
def goal_list(request: SignedInRequest) -> HttpResponse:
    """All goals in their order, with what each finds for the public."""
    headings = every_goal(request.user, counted_for=AnonymousUser())
    return render(request, "search/goal_list.html", {"headings": headings})


def _unsent(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The form with the words that came along; nothing is written."""
    if not is_active(request.user):
        return signed_out(request)
    if not user_can_edit_goals(request.user):
        raise PermissionDenied
    goal = get_object_or_404(Goal, pk=pk) if pk else None
    return _page(request, GoalForm(request.POST), goal, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_unsent)
@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest) -> HttpResponse:
    form = GoalForm(request.POST or None, initial={"heading": request.GET.get("heading", "")[:60]})
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=BAD_REQUEST)
    try:
        actions.add_goal(words=form.words_given(), by=request.user, now=clock.now())
    except actions.GoalRefused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, form, status=CONFLICT)
    messages.success(request, "The goal is in the list.")
    return redirect("search:goal_list")


@shows_unsent(_unsent)
@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    goal = get_object_or_404(Goal, pk=pk)
    if request.method != "POST":
        return _page(request, GoalForm.about(goal), goal)
    form = GoalForm.about(goal, request.POST)
    if not form.is_valid():
        return _page(request, form, goal, status=BAD_REQUEST)
    try:
        actions.change_goal(
            goal=goal,
            words=form.words_given(),
            sequence=form.cleaned_data["sequence"] or 0,
            by=request.user,
            now=clock.now(),
        )
    except actions.GoalRefused as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, form, goal, status=CONFLICT)
    messages.success(request, "The goal is changed.")
    return redirect("search:goal_list")


@for_coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks first."""
    goal = get_object_or_404(Goal, pk=pk)
    if request.method == "POST":
        actions.remove_goal(goal=goal, by=request.user, now=clock.now())
        messages.success(request, "The goal is removed.")
        return redirect("search:goal_list")
    return render(request, "search/goal_remove.html", {"goal": goal})


@for_coordinators
@require_POST
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """One place up or down under its heading."""
    goal = get_object_or_404(Goal, pk=pk)
    up = request.POST.get("to") == "up"
    actions.move_goal(goal=goal, up=up, by=request.user, now=clock.now())
    return redirect(f"{reverse('search:goal_list')}#goal-{goal.pk}")


@for_coordinators
@require_POST
def move_heading(request: SignedInRequest) -> HttpResponse:
    """A heading with its goals, one place up or down."""
    heading, up = request.POST.get("heading", ""), request.POST.get("to") == "up"
    actions.move_heading(heading=heading, up=up, by=request.user, now=clock.now())
    return redirect("search:goal_list")


def _page(
    request: HttpRequest,
    form: GoalForm,
    goal: Goal | None = None,
    *,
    status: int = 200,
    is_unsent: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "goal": goal,
        "headings": headings_in_use(),
        "is_unsent": is_unsent,
        "user": cast("User", request.user),
    }
    return render(request, "search/goal_form.html", context, status=status)
