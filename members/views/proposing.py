"""Everybody's way to say that an institution wants to belong. No account is needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core import clock
from members import actions, limits, queries
from members.access import visitor
from members.permissions import is_active
from members.proposal_forms import ProposeForm


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """[PR1, PR2] The answer is the same whatever is known of the institution or the address."""
    if request.method != "POST":
        user = visitor(request)
        known = {"proposer_name": user.name, "email": user.email} if is_active(user) else {}
        return _form(request, ProposeForm(initial=known))
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=400)
    if not limits.allows(request, "propose_institution"):
        form.add_error(
            None,
            "There were many proposals from your network within an hour, so this one was not "
            "taken. Keep this page open and send it again in an hour.",
        )
        return _form(request, form, status=429)
    email = form.cleaned_data["email"]
    # Whoever writes a stranger's address again and again fills no mailbox, and learns nothing.
    if limits.allows(request, "propose_institution_to", key=email):
        actions.propose_institution(words=form.words(), email=email, now=clock.now())
    return redirect("members:propose_thanks")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """[PR1] Names nobody: the same for all."""
    return render(request, "members/propose_thanks.html")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """[PR3, PR4] Looking changes nothing: mail scanners open every link. The button does."""
    now = clock.now()
    if request.method == "POST":
        try:
            actions.confirm_proposal(token=token, now=now)
        except actions.NoSuchProposal:
            return _gone(request)
        return redirect("members:propose_done")
    proposal = queries.usable_proposal(token, now=now)
    if proposal is None:
        return _gone(request)
    return _secret(render(request, "members/propose_confirm.html", {"proposal": proposal}))


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """[PR1]"""
    return render(request, "members/propose_done.html")


def _form(request: HttpRequest, form: ProposeForm, status: int = 200) -> HttpResponse:
    return render(request, "members/propose.html", {"form": form}, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    """Unknown, used or expired: the same bytes, with what to do in each case."""
    return _secret(render(request, "members/propose_gone.html", status=404))


def _secret(response: HttpResponse) -> HttpResponse:
    # The address of this page is a secret: no other page shall be told of it.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    return response
