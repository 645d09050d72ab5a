"""The coordinators' desk: what is due, what went out, and what became of each mail."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from collaborative.core.clock import now
from collaborative.digests import actions, previews, queries, schedule, tasks
from collaborative.digests.enums import IssueKind
from collaborative.digests.forms import ExtraIssueForm
from collaborative.digests.permissions import user_can_run_digests
from members.access import signed_in

CONFLICT = 409
CRUMBS = [("Digests", "/digests/desk/")]
ISSUES_A_PAGE = 20
LINES_A_PAGE = 50


def for_those_who_run_digests(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """[DG7, DG8, DG9]"""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_can_run_digests(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return signed_in(checked)


@for_those_who_run_digests
@require_http_methods(["GET", "HEAD"])
def desk(request: HttpRequest) -> HttpResponse:
    """When the next issues are due and what became of the last ones."""
    moment = now()
    coming = [
        {
            "kind": kind,
            "title": IssueKind(kind).label,
            "due_at": schedule.next_slot(kind, moment).due_at,
            "readers": queries.readers_of(kind).count(),
        }
        for kind in schedule.REGULAR
    ]
    page = Paginator(queries.issues_with_counts(), ISSUES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "digests/desk.html", {"coming": coming, "page": page})


@for_those_who_run_digests
@require_http_methods(["GET", "HEAD"])
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """[DG7] What an issue of this kind would hold if it were planned now."""
    if kind not in IssueKind.values:
        raise Http404
    shown = previews.preview(kind, user=request.user, now=now())
    return render(request, "digests/preview.html", {"preview": shown, "crumbs": CRUMBS})


@for_those_who_run_digests
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """[DG8] An extra issue: asked once more, then planned; the same form again changes nothing."""
    answers = request.POST if request.method == "POST" else None
    form = ExtraIssueForm(answers, initial={"key": secrets.token_hex(8)})
    status = 200
    problem = ""
    if request.method == "POST":
        if form.is_valid():
            try:
                with transaction.atomic():
                    issue = actions.plan_extra(
                        by=request.user, key=form.cleaned_data["key"], now=now()
                    )
                    transaction.on_commit(lambda: tasks.ring(issue.pk), robust=True)
            except actions.AlreadySentError:
                problem, status = (
                    "This issue is on its way already. Nothing was sent twice.",
                    CONFLICT,
                )
            except actions.NothingNewError:
                problem, status = (
                    "There is nothing new for any reader, so nothing was sent.",
                    CONFLICT,
                )
            else:
                messages.success(request, "The issue is on its way. This page shows how far it is.")
                return redirect(issue.get_ledger_url())
        else:
            problem, status = "This form was not complete. Try again from here.", 400
        form = ExtraIssueForm(initial={"key": secrets.token_hex(8)})
    shown = previews.preview(IssueKind.EXTRA, user=request.user, now=now())
    context = {"form": form, "preview": shown, "problem": problem, "crumbs": CRUMBS}
    return render(request, "digests/send.html", context, status=status)


@for_those_who_run_digests
@require_http_methods(["GET", "HEAD"])
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """[DG9] One issue, line by line."""
    issue = get_object_or_404(queries.issues_with_counts(), pk=pk)
    lines = queries.ledger_of(issue, request.user)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "issue": issue,
        "page": page,
        "crumbs": CRUMBS,
        "title": f"{issue.get_kind_display()} digest {issue.period_key}",
    }
    if issue.kind == IssueKind.EXTRA:
        context["title"] = "Extra digest"
    return render(request, "digests/ledger.html", context)
