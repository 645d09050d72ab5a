"""The first step: a title makes a draft."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from members.models import User
from members.permissions import is_active
from practices import actions, permissions, queries
from practices.forms import ShareForm

from .refused import CONFLICT


def _share_unsent(request: HttpRequest) -> HttpResponse:
    """The first step with the title that came along; nothing is begun."""
    if not is_active(request.user):
        return signed_out(request)
    if not permissions.user_can_share(request.user):
        raise PermissionDenied
    form = ShareForm(request.POST, user=cast("User", request.user))
    context = {"form": form, "is_unsent": True}
    return render(request, "practices/share.html", context, status=FORBIDDEN)


@shows_unsent(_share_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The first step: a title makes a draft."""
    if not is_active(request.user):
        if request.method == "POST":
            return signed_out(request)
        return redirect_to_login(request.get_full_path())
    if not permissions.user_can_share(request.user):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "practices/share_needs_institution.html")
    user = cast("User", request.user)
    came_from = request.GET.get("for", "")
    form = ShareForm(request.POST or None, user=user, came_from=came_from)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form, user)
    return render(request, "practices/share.html", {"form": form})


def _begin(request: HttpRequest, form: ShareForm, user: User) -> HttpResponse:
    title, institution = form.cleaned_data["title"], form.voice()
    if institution is None:
        raise PermissionDenied
    if begun := queries.begun_lately(user, institution, title, now=now()):
        messages.info(request, "You began this draft a moment ago: here it is.")
        return redirect(begun.get_edit_url())
    try:
        practice = actions.begin(
            institution=institution,
            by=user,
            words={"title": title},
            now=now(),
            draft_key=form.cleaned_data["draft_key"],
        )
    except actions.CannotBegin as refusal:
        form.add_error(None, str(refusal))
        return render(request, "practices/share.html", {"form": form}, status=CONFLICT)
    messages.success(request, "Your draft is kept. Fill in what you have, and save often.")
    return redirect(practice.get_edit_url())
