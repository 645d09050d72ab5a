"""A steward's pages, and the author's two buttons around them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from collaborative.core.waiting import waited
from practices import actions, permissions, queries
from practices.feedback import BEGINNINGS, BY_KEY
from practices.forms import NoteForm, PlanForm, TakeDownForm
from practices.models import Practice

from .doors import door
from .meters import meters
from .reading import draft_body
from .refused import CONFLICT, refused
from .sent import number_of


@require_safe
@door(may=permissions.user_can_answer)
def review(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    """What is new, what the author says, what was said before, and two answers."""
    begun = _beginning(request.GET.get("template", ""), practice)
    return review_page(request, practice, NoteForm(initial={"note": begun}))


@require_POST
@door(may=permissions.user_can_publish)
def publish(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    seen = number_of(request.POST.get("seen", ""))
    try:
        actions.publish(practice=practice, by=user, now=now(), seen=seen)
    except actions.AlreadyPublished as refusal:
        messages.info(request, str(refusal))
        return redirect(practice)
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "Published. Everybody can read it now, and the author is told.")
    return redirect(practice)


@door(may=permissions.user_can_answer)
def _ask_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    """The review page with the sentence that came along; nobody is asked for anything."""
    form = NoteForm(request.POST)
    return review_page(request, practice, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_ask_unsent)
@require_POST
@door(may=permissions.user_can_answer)
def ask_changes(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    if request.POST.get("do") == "begin":
        return _begin_with(request, practice)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return review_page(request, practice, form)
    try:
        actions.ask_for_changes(
            practice=practice, by=user, note=form.cleaned_data["note"], now=now()
        )
    except actions.Refused as refusal:
        return review_page(request, practice, form, status=CONFLICT, refusal=refusal)
    messages.success(request, "The author is told what you ask for.")
    return redirect(practice)


@require_POST
@door(may=permissions.user_can_submit)
def submit(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    try:
        actions.submit(
            practice=practice, by=user, now=now(), note=request.POST.get("note", "")[:1000]
        )
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "Submitted. Your steward is told by mail and answers here.")
    return redirect(practice)


@require_POST
@door(may=permissions.user_can_submit)
def take_back(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    planned = queries.plan_of(practice)
    try:
        actions.take_back(practice=practice, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    if planned:
        on = date_format(localtime(planned.publish_at), "F j, Y")
        messages.info(request, f"It will not be published on {on}: the steward is told.")
    messages.success(request, "Taken back. Write on, and submit it again when you are ready.")
    return redirect(practice.get_edit_url())


@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_take_down)
def take_down(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Asks for the reason, then hides the practice everywhere at once."""
    form = TakeDownForm(request.POST or None)
    if not practice.is_public:
        return refused(request, practice, actions.CannotTakeDown())
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.take_down(practice=practice, by=user, reason=reason, now=now())
        except actions.Refused as refusal:
            return refused(request, practice, refusal)
        messages.success(request, "Taken down. Nobody but its institution can read it now.")
        sees_it = permissions.user_can_see(user, practice)
        return redirect(practice if sees_it else "search:browse")
    return render(request, "practices/take_down.html", {"practice": practice, "form": form})


def _beginning(key: str, practice: Practice) -> str:
    """Kind words to begin with, addressed to whoever handed it in."""
    beginning = BY_KEY.get(key)
    if beginning is None:
        return ""
    waiting = practice.reviews.waiting().select_related("submitted_by").first()
    return beginning.to(waiting.submitted_by.known_as) if waiting else ""


def _begin_with(request: HttpRequest, practice: Practice) -> HttpResponse:
    """The chosen words below what stands in the box already: nothing typed is lost."""
    begun = _beginning(request.POST.get("template", ""), practice)
    typed = request.POST.get("note", "").strip()
    note = "\n\n".join(part for part in (typed, begun) if part)
    return review_page(request, practice, NoteForm(initial={"note": note}), has_begun=True)


def review_page(
    request: HttpRequest,
    practice: Practice,
    form: NoteForm,
    *,
    plan_form: PlanForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Compared with what is live or, while nothing is, with the round before.

    A coordinator who answers where no steward is left reads this round and no earlier one [DP4].
    """
    newest = practice.newest()
    is_theirs = permissions.user_can_publish(request.user, practice)
    story = queries.history(practice, with_drafts=True)
    rounds = story.rounds
    current = rounds[0] if practice.is_submitted and rounds else None
    earlier = (rounds[1:] if current else rounds) if is_theirs else []
    before = next((one for one in earlier if one.revision_id), None)
    bases = {}
    if practice.live:
        bases["live"] = practice.words()
    if before is not None and (version := story.get(before.revision_id or 0)):
        bases["round"] = version.words()
    since = request.GET.get("since", "")
    since = since if since in bases else next(iter(bases), "")
    missing = actions.what_is_missing(newest)
    may_publish_own = permissions.user_can_publish_own(request.user, practice)
    nothing_waits = practice.live and not practice.has_newer_draft
    may_answer = bool(current) or (may_publish_own and not nothing_waits)
    context = {
        "practice": practice,
        "newest": newest,
        "form": form,
        "current": current,
        "earlier": earlier,
        "since": since,
        "both_bases": len(bases) > 1,
        "changes": queries.changes(practice, bases[since], newest.words()) if since else None,
        "body": draft_body(request.user, newest),
        "missing": missing,
        "may_publish_own": may_publish_own,
        "found": queries.screened(newest, today=now().date()),
        "nothing_waits": nothing_waits,
        "may_answer": may_answer,
        "may_publish_now": may_answer and not missing and is_theirs,
        "is_theirs": is_theirs,
        "plan": queries.plan_of(practice) if current else None,
        "co_publishers": queries.co_publishers(practice) if is_theirs else [],
        "plan_form": plan_form or PlanForm(now=now()),
        "beginnings": BEGINNINGS,
        "waited": waited(current.submitted_at, now()) if current else "",
        **meters(newest),
        **more,
    }
    return render(request, "practices/review.html", context, status=status)
