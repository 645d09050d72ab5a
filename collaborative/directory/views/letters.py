"""Whether one wants letters, and for coordinators who wrote to whom."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from collaborative.directory import actions, permissions, queries
from collaborative.directory.forms import TakesLettersForm
from members.access import SignedInRequest, signed_in

PER_PAGE = 50


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: SignedInRequest) -> HttpResponse:
    """[PE3] The own wish alone: no address and no field names another person."""
    if request.method == "POST":
        form = TakesLettersForm(request.POST)
        takes = form.is_valid() and form.cleaned_data["takes"]
        actions.take_letters(takes=takes, by=request.user, now=clock.now())
        messages.success(
            request,
            "Saved. Members may write to you." if takes else "Saved. You get no more letters.",
        )
        return redirect("directory:letters")
    form = TakesLettersForm(initial={"takes": queries.gets_letters(request.user)})
    return render(request, "directory/letters.html", {"form": form})


@signed_in
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """[PE4] Who wrote to whom, and when; the words are kept nowhere."""
    if not permissions.user_can_see_letters(request.user):
        raise PermissionDenied
    page = Paginator(queries.letters_for(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/log.html", {"page": page})
