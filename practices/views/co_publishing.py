"""An institution's page about another's practice: read the version, sign it off, or step back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, derived, permissions, queries, together_permissions
from practices.forms import DeclineSignOffForm, WithdrawNameForm
from practices.models import CoPublication

from .refused import CONFLICT
from .sent import number_of
from .together_doors import institution_door

ANSWERS = together_permissions.user_can_answer_for_institution


@require_safe
@institution_door()
def co_publish(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:
    """[CP1, CP3] Who asks and why, the version in question, and a steward's two answers."""
    return _page(request, line, user)


@require_POST
@institution_door(may=ANSWERS)
def sign_off(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:
    """[CP2] The institution's name for this version."""
    try:
        actions.sign_off(line=line, seen=_seen(request), by=user, now=now())
    except actions.Refused as refusal:
        return _page(request, _again(line, user), user, refusal=refusal)
    messages.success(
        request, f"Signed off. {line.institution} stands on this version once it is public."
    )
    return redirect(line)


@institution_door(may=ANSWERS)
def _decline_unsent(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:
    form = DeclineSignOffForm(request.POST)
    return _page(request, line, user, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_decline_unsent)
@require_POST
@institution_door(may=ANSWERS)
def decline_sign_off(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:
    """[CP2] Not this version."""
    form = DeclineSignOffForm(request.POST)
    if not form.is_valid():
        return _page(request, line, user, form)
    note = form.cleaned_data["note"]
    try:
        actions.decline_sign_off(line=line, seen=_seen(request), note=note, by=user, now=now())
    except actions.Refused as refusal:
        return _page(request, _again(line, user), user, form, refusal=refusal, unsent=note)
    messages.success(request, "Sent. Its authors are told why, and you are asked again.")
    return redirect(line)


@institution_door(may=ANSWERS)
def _withdraw_unsent(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    context = {"line": line, "form": WithdrawNameForm(request.POST), "is_unsent": True}
    return render(request, "practices/withdraw_name.html", context, status=FORBIDDEN)


@shows_unsent(_withdraw_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@institution_door(may=ANSWERS)
def withdraw_name(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:
    """[CP4] Its name goes at once; the practice stays its owner's."""
    form = WithdrawNameForm(request.POST or None)
    refusal: actions.Refused | None = actions.NotAskedAnyMore() if line.is_withdrawn else None
    if refusal is None and request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw_name(line=line, reason=reason, by=user, now=now())
        except actions.Refused as said:
            refusal = said
        else:
            messages.success(request, f"{line.institution} is not named any more.")
            return redirect(line)
    if refusal is not None:
        unsent = request.POST.get("reason", "")
        return _page(request, _again(line, user), user, refusal=refusal, unsent=unsent)
    return render(request, "practices/withdraw_name.html", {"line": line, "form": form})


def _seen(request: HttpRequest) -> int:
    return number_of(request.POST.get("seen", "")) or 0


def _again(line: CoPublication, user: Any) -> CoPublication:
    """As it stands now: what a refusal speaks of."""
    return queries.co_publication(user, line.practice.slug, line.institution.slug) or line


def _page(
    request: HttpRequest,
    line: CoPublication,
    user: Any,
    form: DeclineSignOffForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    practice = line.practice
    at = queries.co_publisher(practice, line)
    answers = together_permissions.user_can_answer_for_institution(user, line)
    is_owner = permissions.user_can_see_history_of_draft(user, practice)
    context = {
        "line": line,
        "practice": practice,
        "at": at,
        "form": form or DeclineSignOffForm(),
        "answers": answers,
        "may_see_people": together_permissions.user_can_see_people(user, practice),
        "title": practice.title if practice.is_public else f"A practice of {practice.institution}",
        "log": queries.answers_of(line) if answers or is_owner else [],
        **more,
    }
    if practice.asked_revision_id and (
        is_owner or together_permissions.user_can_read_to_sign(user, line)
    ):
        newest = practice.newest() if practice.is_submitted else practice
        before = queries.before_this(line)
        context |= {
            "title": newest.title,
            "asked": practice.asked_revision_id,
            "is_in_review": practice.is_submitted,
            "body": render_to_string(
                "practices/_body.html", derived.body_context(newest) | {"is_draft": True}
            ),
            "since": before[0] if before else "",
            "changes": (
                queries.changes(practice, before[1], newest.words(), as_public=not is_owner)
                if before
                else None
            ),
            "may_answer": answers and not line.is_withdrawn and line.institution.is_active,
        }
    if "refusal" in more:
        status = CONFLICT
    return render(request, "practices/co_publish.html", context, status=status)
