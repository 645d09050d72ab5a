"""Where an author looks at what may tell who a patient is, and says why it may stay."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, permissions, queries
from practices.forms import AnswersForm
from practices.models import Practice
from practices.record import step_of

from .doors import door
from .refused import refused


@door(may=permissions.user_can_edit)
def _check_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The page with the answers that came along; none is kept."""
    found = queries.screened(practice.newest(), today=now().date())
    form = AnswersForm(request.POST, asked=found.asked)
    return _page(request, practice, user, found, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_check_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_edit)
def check(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Everything that the screen found in the newest words, with the answers."""
    found = queries.screened(practice.newest(), today=now().date())
    if request.method != "POST":
        return _page(request, practice, user, found, AnswersForm(asked=found.asked))
    form = AnswersForm(request.POST, asked=found.asked)
    is_valid = form.is_valid()
    left = actions.answer_findings(practice=practice, answers=form.answers(), by=user, now=now())
    if not is_valid:
        return _page(request, practice, user, found, form)
    if request.POST.get("do") == "submit" and not left:
        return _submit(request, practice, user)
    messages.success(request, _said(left))
    return redirect("practices:check", practice.slug)


def _said(left: int) -> str:
    if not left:
        return "Kept. Every place has an answer."
    return f"Kept. {'One place waits' if left == 1 else f'{left} places wait'} for an answer."


def _submit(request: HttpRequest, practice: Practice, user: Any) -> HttpResponse:
    try:
        actions.submit(practice=practice, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "Submitted. Your steward is told by mail and answers here.")
    return redirect(practice)


@require_POST
@door(may=permissions.user_can_edit)
def clean_file(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """A copy of a picture without hidden data, in its place in the newest version.

    Answers chosen on the page come along with the button, and are kept first.
    """
    kept = practice.files.filter(pk=pk).first()
    if kept is None:
        raise Http404
    found = queries.screened(practice.newest(), today=now().date())
    form = AnswersForm(request.POST, asked=found.asked)
    form.full_clean()
    try:
        actions.answer_findings(practice=practice, answers=form.answers(), by=user, now=now())
        actions.clean_file(practice=practice, kept=kept, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(
        request, f"{kept.name} is replaced by a copy without hidden data in the newest version."
    )
    return redirect("practices:check", practice.slug)


def lead_to_check(
    request: HttpRequest, practice: Practice, user: Any, refusal: actions.FindingsUnanswered
) -> HttpResponse:
    """The words are saved, and wait for answers before they can go on."""
    actions.ask_about_findings(practice=practice, by=user, now=now())
    messages.info(request, f"Your words are saved. {refusal}")
    return redirect("practices:check", practice.slug)


def _page(
    request: HttpRequest,
    practice: Practice,
    user: Any,
    found: queries.Screened,
    form: AnswersForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    waiting = [entry for entry in form.entries() if entry[0].needs_answer]
    is_new = not practice.live or practice.has_newer_draft
    context = {
        "practice": practice,
        "newest": practice.newest(),
        "found": found,
        "form": form,
        "waiting": _by_place(practice, waiting),
        "settled": _by_place(practice, [one for one in form.entries() if one[0].is_settled]),
        "may_clean": practice.is_editable,
        "may_submit": is_new
        and practice.is_editable
        and permissions.user_can_submit(user, practice),
        "may_publish_own": is_new and permissions.user_can_publish_own(user, practice),
        **more,
    }
    return render(request, "practices/check.html", context, status=status)


def _by_place(practice: Practice, entries: list[Any]) -> list[dict[str, Any]]:
    """Places in the order of the form, each with its address there."""
    return [
        {
            "label": group[0][0].label,
            "address": address_of(practice, place),
            "file": group[0][0].file,
            "cleanable": any(entry[0].can_be_cleaned for entry in group),
            "entries": group,
        }
        for place, group in (
            (place, list(some)) for place, some in groupby(entries, key=lambda one: one[0].place)
        )
    ]


def address_of(practice: Practice, place: str) -> str:
    """Where these words are changed; nowhere while they stand still."""
    if not practice.is_editable:
        return ""
    name = "file_ids" if place.startswith("file:") else place
    return f"{practice.get_step_url(step_of(name).slug)}#{queries.anchor(name)}"
