"""Looking after a practice: remind, still true, ended, withdrawn, brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, permissions
from practices.forms import EndForm, WithdrawForm
from practices.models import Practice

from .doors import door
from .refused import refused


@require_POST
@door(may=permissions.user_can_submit)
def remind(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    return _done(
        request, practice, lambda: actions.remind(practice=practice, by=user, now=now()),
        "Your steward has a reminder in the mail.",
    )  # fmt: skip


@require_POST
@door(may=permissions.user_can_verify)
def verify(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    return _done(
        request, practice, lambda: actions.verify(practice=practice, by=user, now=now()),
        "Thank you. Readers now see that it is still true.",
    )  # fmt: skip


@require_POST
@door(may=permissions.user_can_end)
def bring_back(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    return _done(
        request, practice, lambda: actions.bring_back(practice=practice, by=user, now=now()),
        "It is back. Everybody can find and read it again.",
    )  # fmt: skip


@door(may=permissions.user_can_end)
def _end_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    return _page(request, "end", practice, EndForm(request.POST), FORBIDDEN, is_unsent=True)


@shows_unsent(_end_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_end)
def end(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Asks why it ended and what followed, then tells every reader."""
    form = EndForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        if not practice.live or practice.is_ended:
            return refused(request, practice, actions.CannotEnd())
        return _page(request, "end", practice, form)
    said = form.cleaned_data
    return _done(
        request, practice,
        lambda: actions.end(
            practice=practice, by=user, now=now(), reason=said["reason"],
            followed_by=said["followed_by"],
        ),
        "Readers now see that it has ended, why, and what followed.",
    )  # fmt: skip


@door(may=permissions.user_can_end)
def _withdraw_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    form = WithdrawForm(request.POST)
    return _page(request, "withdraw", practice, form, FORBIDDEN, is_unsent=True)


@shows_unsent(_withdraw_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_end)
def withdraw(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Asks for the reason, then takes it out of every list; its address stays."""
    form = WithdrawForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        if not practice.live:
            return refused(request, practice, actions.CannotWithdraw())
        return _page(request, "withdraw", practice, form)
    reason = form.cleaned_data["reason"]
    return _done(
        request, practice,
        lambda: actions.withdraw(practice=practice, by=user, now=now(), reason=reason),
        "Withdrawn. It is in no list any more; at its address readers find the reason.",
    )  # fmt: skip


def _page(
    request: HttpRequest,
    name: str,
    practice: Practice,
    form: forms.Form,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"practice": practice, "form": form, **more}
    return render(request, f"practices/{name}.html", context, status=status)


def _done(
    request: HttpRequest, practice: Practice, act: Callable[[], object], said: str
) -> HttpResponse:
    """Does it, says so and leads back to the practice; or says why it cannot be done now."""
    try:
        act()
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, said)
    return redirect(practice)
