"""Publication at a chosen time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, permissions
from practices.forms import NoteForm, PlanForm
from practices.models import Practice

from .doors import door
from .refused import CONFLICT, refused
from .reviewing import review_page
from .sent import number_of

ON = "F j, Y, P"


@door(may=permissions.user_can_publish)
def _plan_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    """The review page with the day that came along; nothing is planned."""
    form = PlanForm(request.POST, now=now())
    return review_page(
        request, practice, NoteForm(), plan_form=form, status=FORBIDDEN, is_unsent_plan=True
    )


@shows_unsent(_plan_unsent)
@require_POST
@door(may=permissions.user_can_publish)
def plan(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """A steward's yes for a later moment."""
    moment = now()
    form = PlanForm(request.POST, now=moment)
    if not form.is_valid():
        return review_page(request, practice, NoteForm(), plan_form=form)
    seen = request.POST.get("seen", "")
    try:
        made = actions.plan(
            practice=practice,
            by=user,
            publish_at=form.cleaned_data["publish_at"],
            now=moment,
            seen=number_of(seen),
        )
    except actions.CannotPlan as refusal:
        form.add_error("publish_on", str(refusal))
        return review_page(request, practice, NoteForm(), plan_form=form, status=CONFLICT)
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    at = date_format(localtime(made.publish_at), ON)
    messages.success(request, f"It will be published on {at}, Minnesota time.")
    return redirect(practice)


@require_POST
@door(may=permissions.user_can_publish)
def cancel_plan(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    try:
        actions.cancel_plan(practice=practice, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "Called off. It waits for a steward's answer again.")
    return redirect(practice)
