"""The end of writing: what is still missing, a note, and off to the steward."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, permissions, queries, question_permissions
from practices.forms import FinishForm
from practices.models import Practice

from .checking import lead_to_check
from .doors import door
from .meters import meters
from .refused import CONFLICT


@door(may=permissions.user_can_edit)
def _finish_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The page with the note that came along; nothing is sent."""
    form = _form(practice, user, request.POST)
    return _page(request, practice, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_finish_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_edit)
def finish(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Keeps the note, and submits when nothing that is needed is missing."""
    if request.method != "POST":
        if not practice.is_editable:
            messages.info(request, str(actions.CannotEdit.of(practice)))
            return redirect(practice)
        return _page(request, practice, _form(practice, user))
    form = _form(practice, user, request.POST)
    return (
        _send(request, practice, user, form) if form.is_valid() else _page(request, practice, form)
    )


def _send(request: HttpRequest, practice: Practice, user: Any, form: FinishForm) -> HttpResponse:
    moment = now()
    try:
        actions.save_draft(
            practice=practice, by=user, words={}, now=moment, note=form.changed_note()
        )
        if (wish := form.changed_wish()) is not None:
            change = actions.may_be_asked if wish else actions.no_more_asked
            change(practice=practice, by=user, now=moment)
        if request.POST.get("do") != "submit":
            messages.success(request, "Kept.")
            return redirect("practices:finish", practice.slug)
        actions.submit(practice=practice, by=user, now=moment)
    except actions.FindingsUnanswered as refusal:
        return lead_to_check(request, practice, user, refusal)
    except actions.Refused as refusal:
        form = _form(practice, user, form.data)
        return _page(request, practice, form, status=CONFLICT, refusal=refusal)
    messages.success(request, "Submitted. Your steward is told by mail and answers here.")
    return redirect(practice)


def _form(practice: Practice, user: Any, data: Any = None) -> FinishForm:
    belongs = question_permissions.user_can_be_contact(user, practice)
    is_contact = belongs and queries.is_contact(user, practice)
    initial = FinishForm.initial_of(practice, is_contact=is_contact)
    return FinishForm(data, initial=initial, belongs=belongs)


def _page(
    request: HttpRequest,
    practice: Practice,
    form: FinishForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    newest = practice.newest()
    context = {
        "practice": practice,
        "newest": newest,
        "form": form,
        "steps": queries.progress(newest),
        "missing": queries.places(practice, actions.what_is_missing(newest)),
        "nothing_new": practice.live and not practice.has_unpublished_changes,
        **meters(newest),
        **more,
    }
    return render(request, "practices/finish.html", context, status=status)
