"""What a reader meets: the wish, the end of it, and a copy of what came by mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core.clock import now
from collaborative.digests import actions, queries, schedule
from collaborative.digests.enums import IssueKind
from collaborative.digests.forms import OFF, CommentMailForm, PreferencesForm
from collaborative.digests.permissions import user_can_receive
from collaborative.digests.tokens import read_token
from members.access import signed_in
from practices import actions as practices
from practices.queries import wants_comment_mail


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """[DG1] One's own digest: how often, of what, or not at all."""
    user: Any = request.user
    subscription = queries.subscription_of(user)
    answers = request.POST if request.method == "POST" else None
    form = PreferencesForm(answers, initial=_initial(subscription))
    if request.method == "POST" and form.is_valid():
        if form.wants_one:
            subscription = actions.subscribe(
                by=user,
                frequency=form.cleaned_data["how_often"],
                scopes=form.cleaned_data["scopes"],
                now=now(),
            )
            due = schedule.next_slot(IssueKind(subscription.frequency), now()).due_at
            day = due.astimezone(schedule.ZONE)
            messages.success(
                request,
                f"Saved. Your next digest comes on {day:%A, %B} {day.day}, if there is news.",
            )
        else:
            actions.unsubscribe(user_id=user.pk, now=now())
            messages.success(request, "Saved. You get no digest.")
        return redirect("digests:preferences")
    context = {
        "form": form,
        "areas": queries.areas_by_wall(),
        "chosen": form["scopes"].value() or [],
        "subscription": subscription,
        "can_receive": user_can_receive(user),
        "sent": queries.copies_of(user)[:10],
        "comment_mail": CommentMailForm(initial={"wants": wants_comment_mail(user)}),
    }
    status = 400 if form.errors else 200
    return render(request, "digests/preferences.html", context, status=status)


@signed_in
@require_POST
def comment_mail(request: HttpRequest) -> HttpResponse:
    """[DG1] Whether comments bring a mail at once. The own wish alone: no field names another."""
    form = CommentMailForm(request.POST)
    wants = form.is_valid() and form.cleaned_data["wants"]
    user: Any = request.user
    practices.want_comment_mails(wants=wants, by=user, now=now())
    messages.success(
        request,
        "Saved. Comments bring you a mail." if wants else "Saved. Comments bring you no mail.",
    )
    return redirect("digests:preferences")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """[DG3, DG4, DG5] GET asks, because scanners of mail open every link; POST does it.

    POST needs no cookie and no form token: a mail program presses the button (RFC 8058). Its body
    is not even read. Neither page looks at who is signed in.
    """
    user_id = read_token(token)
    if user_id is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        actions.unsubscribe(user_id=user_id, now=now())
    response = render(request, "digests/unsubscribe.html", {"is_done": is_done})
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """[DG6] The reader's copy on the portal, without what they may no longer read."""
    user: Any = request.user
    delivery = queries.copy_for(user, pk) if user_can_receive(user) else None
    if delivery is None:
        raise Http404
    items = queries.readable_items(delivery, user)
    return render(request, "digests/issue.html", {"issue": delivery.issue, "items": items})


def _initial(subscription: Any) -> dict[str, Any]:
    if subscription is None:
        return {}
    how_often = subscription.frequency if subscription.is_active else OFF
    return {"how_often": how_often, "scopes": subscription.scopes}
