"""A person's own data, and the end of the own account."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from members import actions, archive, fresh_proof, keeping, limits, queries
from members.access import SignedInRequest, signed_in
from members.account_forms import DeleteAccountForm


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: SignedInRequest) -> HttpResponse:
    """[AC3] What is kept and why; the button gives it all as one file."""
    if request.method == "POST":
        return _download(request)
    return _page(request)


def _download(request: SignedInRequest) -> HttpResponse:
    if fresh_proof.is_needed(request):
        # Back to the page and its button: a file that comes in answer to a code would leave the
        # person on the page of the code.
        here = urlencode({"next": reverse("members:own_data")})
        return redirect(f"{fresh_proof.way_to_prove(request.user)}?{here}")
    now = clock.now()
    if not limits.allows(request, "own_data", key=str(request.user.pk)):
        messages.error(request, "You have downloaded this several times. Try again in an hour.")
        return _page(request, status=429)
    packed = archive.pack(request.user, now=now)
    actions.note_own_data(by=request.user, now=now)
    response = FileResponse(
        packed,
        as_attachment=True,
        filename=f"own-data-{now.astimezone():%Y-%m-%d}.zip",
        content_type="application/zip",
    )
    response.headers["Cache-Control"] = "private, no-store"
    return cast("HttpResponse", response)  # a file, read piece by piece


def _page(request: SignedInRequest, status: int = 200) -> HttpResponse:
    context = {"parts": keeping.parts(), "is_proved": not fresh_proof.is_needed(request)}
    return render(request, "members/own_data.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: SignedInRequest) -> HttpResponse:
    """[AC3] Says what follows; asks for the own address and a fresh proof before it does it."""
    posted = request.method == "POST"
    form = DeleteAccountForm(request.POST if posted else None, user=request.user)
    refusal, status = None, 400 if posted else 200
    if posted and form.is_valid():
        fresh_proof.require(request)
        try:
            actions.delete_account(
                by=request.user, keeps_name=form.cleaned_data["keeps_name"], now=clock.now()
            )
        except actions.Refused as refused:
            refusal, status = refused, refused.status
        else:
            logout(request)
            return redirect("members:account_deleted")
    needed = queries.institutions_that_need(request.user)
    context = {"form": form, "refusal": refusal, "needed": needed}
    return render(request, "members/delete_account.html", context, status=status)


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    """The same for everybody: there is nobody any more whom it could name."""
    return render(request, "members/account_deleted.html")
