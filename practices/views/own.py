"""What one keeps and follows: pages of one person, which nobody else opens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from members.access import SignedInRequest, signed_in
from practices import actions, queries
from practices.forms import FollowForm, KeepNoteForm
from practices.models import Keep, Practice

from .doors import door
from .refused import refused

KEPT_A_PAGE = 20
FOLLOWED_A_PAGE = 50


def own_of(practice: Practice, user: Any) -> dict[str, Any]:
    """For the page of a practice: whether its reader keeps it, with the note."""
    if not user.is_authenticated or not practice.live:
        return {}
    return {"own": {"keep": queries.keep_of(user, practice)}}


@signed_in
@require_safe
def kept(request: SignedInRequest) -> HttpResponse:
    """[KE1] What one keeps, newest first, with one's notes."""
    page = Paginator(queries.keeps_of(request.user), KEPT_A_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.user = request.user  # whose roles are read already
    return render(request, "practices/kept.html", {"page": page})


@require_POST
@door()
def keep(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[KE1] From the page of a practice."""
    try:
        actions.keep(practice=practice, by=user, now=now())
    except actions.CannotKeep as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "Kept. You find it on your desk, under what you keep.")
    return redirect(practice)


@signed_in
def _note_unsent(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _keep(request.user, pk)
    form = KeepNoteForm(request.POST)
    return _note_page(request, found, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_note_unsent)
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keep_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """[KE1, KE2] One's own note."""
    found = _keep(request.user, pk)
    if request.method != "POST":
        return _note_page(request, found, KeepNoteForm(initial={"note": found.note}))
    form = KeepNoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, found, form, status=400)
    actions.write_note(kept=found, note=form.cleaned_data["note"], by=request.user)
    messages.success(request, "Your note is saved. Only you see it.")
    return redirect("practices:kept")


@signed_in
@require_POST
def let_go(request: SignedInRequest, pk: int) -> HttpResponse:
    """[KE1, KE2] Off one's list."""
    actions.let_go(kept=_keep(request.user, pk), by=request.user)
    messages.success(request, "You keep it no longer.")
    return redirect("practices:kept")


@signed_in
@require_safe
def following(request: SignedInRequest) -> HttpResponse:
    """[FO1] What one follows, newest first."""
    found = Paginator(queries.follows_of(request.user), FOLLOWED_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    for one in page.object_list:
        one.user = request.user
    return render(request, "practices/following.html", {"page": page})


@signed_in
@require_POST
def follow(request: SignedInRequest) -> HttpResponse:
    """[FO1] From the page of what is followed. Unknown and hidden answer alike."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        found = actions.follow(**form.cleaned_data, by=request.user, now=now())
    except actions.NothingToFollow:
        raise Http404 from None
    messages.success(request, f"You follow “{found.name()}”. Its news comes first in your digest.")
    return redirect(found.get_absolute_url())


@signed_in
@require_POST
def unfollow(request: SignedInRequest, pk: int) -> HttpResponse:
    """[FO1, FO2] Back to the page where the button was."""
    found = queries.follows_of(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.user = request.user
    actions.unfollow(followed=found, by=request.user)
    messages.success(request, f"You follow “{found.name()}” no longer.")
    stays = request.POST.get("from") == "page" and found.is_open()
    return redirect(found.get_absolute_url() if stays else "practices:following")


def _keep(user: Any, pk: int) -> Keep:
    found = queries.keeps_of(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.user = user
    return found


def _note_page(
    request: HttpRequest, found: Keep, form: KeepNoteForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"keep": found, "form": form, **more}
    return render(request, "practices/keep_note.html", context, status=status)
