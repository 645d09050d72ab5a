"""A line of the ledger as its institution sees it, and a steward's two answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import ModelLogEntry

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, permissions, queries
from practices.forms import DeclineForm
from practices.models import Adoption

from .adoption_doors import adoption_door
from .refused import CONFLICT
from .sent import number_of

MOST_ENTRIES = 50


@require_safe
@adoption_door(hides=permissions.user_can_see_waiting_adoption)
def adoption(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    """What is public, what waits, and what was done with it."""
    return _page(request, adoption, user, DeclineForm())


@require_POST
@adoption_door(
    hides=permissions.user_can_see_waiting_adoption, may=permissions.user_can_confirm_adoption
)
def confirm_adoption(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    try:
        actions.confirm_adoption(adoption=adoption, by=user, seen=_seen(request), now=now())
    except actions.Refused as refusal:
        return _page(request, _again(adoption, user), user, DeclineForm(), refusal=refusal)
    messages.success(request, "Published. Everybody can read it in the ledger now.")
    return redirect(adoption)


@adoption_door(
    hides=permissions.user_can_see_waiting_adoption, may=permissions.user_can_confirm_adoption
)
def _decline_unsent(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    form = DeclineForm(request.POST)
    return _page(request, adoption, user, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_decline_unsent)
@require_POST
@adoption_door(
    hides=permissions.user_can_see_waiting_adoption, may=permissions.user_can_confirm_adoption
)
def decline_adoption(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, adoption, user, form)
    try:
        actions.decline_adoption(
            adoption=adoption,
            by=user,
            note=form.cleaned_data["note"],
            seen=_seen(request),
            now=now(),
        )
    except actions.Refused as refusal:
        return _page(request, _again(adoption, user), user, form, refusal=refusal)
    messages.success(request, "Sent back. Your colleague is told why.")
    return redirect(adoption)


def _seen(request: HttpRequest) -> int:
    return number_of(request.POST.get("seen", "")) or 0


def _again(adoption: Adoption, user: Any) -> Adoption:
    """As it stands now: what a refusal speaks of."""
    return queries.adoption(user, adoption.practice, adoption.institution.slug) or adoption


def _page(
    request: HttpRequest,
    adoption: Adoption,
    user: Any,
    form: DeclineForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    log = ModelLogEntry.objects.for_instance(adoption).select_related("user")
    context = {
        "adoption": adoption,
        "practice": adoption.practice,
        "newest": adoption.newest(),
        "changes": queries.adoption_changes(adoption)
        if adoption.is_confirmed and adoption.has_waiting_words
        else None,
        "form": form,
        "may_confirm": permissions.user_can_confirm_adoption(user, adoption),
        "may_remove": permissions.user_can_remove_adoption(user, adoption),
        "log": list(log.order_by("-timestamp", "-pk")[:MOST_ENTRIES]),
        **more,
    }
    if "refusal" in more:
        status = CONFLICT
    return render(request, "practices/adoption.html", context, status=status)
