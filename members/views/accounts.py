"""The desk of accounts: what only site administrators do for somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from collaborative.core import clock
from members import actions, fresh_proof, permissions, queries, record
from members.access import SignedInRequest, signed_in
from members.administering_forms import FindAccountForm, ReasonForm
from members.models import User

ON_A_PAGE = 25
NEWEST_LINES = 10


@signed_in
@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    """[AC5] Nobody is listed before something is typed."""
    _require_administrator(request)
    form = FindAccountForm(request.GET)
    words = form.words()
    page = Paginator(queries.accounts_found(request.user, words), ON_A_PAGE)
    context = {
        "form": form,
        "words": words,
        "page": page.get_page(request.GET.get("page")),
        "query": urlencode({"q": words}) if words else "",
    }
    return render(request, "members/accounts.html", context)


@signed_in
@require_safe
def account(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC5]"""
    return _page(request, _found(request, pk))


@signed_in
@require_POST
def reset_factors(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC6]"""
    done = "The factors of {} are gone. A new one is set up at the next sign-in."
    return _act(request, pk, "reset_form", actions.reset_factors, done)


@signed_in
@require_POST
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC6]"""
    return _act(request, pk, "close_form", actions.close_account, "The account of {} is closed.")


@signed_in
@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC6]"""
    return _act(request, pk, "reopen_form", actions.reopen_account, "The account of {} is open.")


def _act(
    request: SignedInRequest, pk: int, name: str, act: Callable[..., User], done: str
) -> HttpResponse:
    user = _found(request, pk)
    form = ReasonForm(request.POST, prefix=name)
    typed: dict[str, Any] = {name: form}
    if not form.is_valid():
        return _page(request, user, **typed)
    fresh_proof.require(request)
    try:
        user = act(user=user, by=request.user, now=clock.now(), **form.cleaned_data)
    except actions.Refused as refusal:
        return _page(request, user, refusal=refusal, **typed)
    messages.success(request, done.format(user))
    return redirect("members:account_of", pk)


def _require_administrator(request: SignedInRequest) -> None:
    if not permissions.user_can_administer_accounts(request.user):
        raise PermissionDenied


def _found(request: SignedInRequest, pk: int) -> User:
    _require_administrator(request)
    return get_object_or_404(User, pk=pk, deleted_at=None)


def _page(
    request: SignedInRequest,
    user: User,
    *,
    refusal: actions.Refused | None = None,
    **forms: Any,
) -> HttpResponse:
    wrong = any(form.errors for form in forms.values())
    lines = queries.lines_about(user)[:NEWEST_LINES]
    context = {
        "person": user,
        "is_own": user.pk == request.user.pk,
        "addresses": queries.addresses_of(user),
        "memberships": queries.memberships_of(user),
        "factors": [record.FACTORS.get(kind, kind) for kind in queries.kinds_of_factors(user)],
        "needs_factor": permissions.needs_second_factor(user),
        "lines": record.read(lines),
        "refusal": refusal,
        **{name: ReasonForm(prefix=name) for name in ("reset_form", "close_form", "reopen_form")},
        **forms,
    }
    status = refusal.status if refusal else 400 if wrong else 200
    return render(request, "members/account_of.html", context, status=status)
