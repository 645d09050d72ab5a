"""Who may be asked about a practice, and the form in which they are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, queries, question_permissions
from practices.forms import QuestionForm
from practices.models import Practice

from .doors import door
from .refused import refused

askers = door(may=question_permissions.user_can_ask)


def asking_below(practice: Practice, user: Any) -> dict[str, Any]:
    """For the page of a live practice: who may be asked, and the form, for members alone."""
    if not practice.live or not question_permissions.user_can_ask(user, practice):
        return {}
    return {"asking": _asking(practice, user)}


@askers
def _ask_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The form with the words that came along; nothing is asked."""
    form = QuestionForm(request.POST, user=user)
    return _page(request, practice, user, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_ask_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@askers
def ask(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[QU1, QU2] Who may be asked; POST asks them."""
    if request.method != "POST":
        return _page(request, practice, user)
    form = QuestionForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, practice, user, form, status=400)
    try:
        asked = actions.ask(
            practice=practice, by=user, now=now(), speaks_for=form.voice(), **form.words()
        )
    except actions.CannotAsk as refusal:
        form.add_error(None, str(refusal))
        return _page(request, practice, user, form, status=refusal.status)
    messages.success(request, "Your question is on its way. The answer reaches you by mail.")
    return redirect(asked)


@require_POST
@door(may=question_permissions.user_can_be_contact)
def contact(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[QU3] Says of oneself that one may be asked, or takes it back."""
    if request.POST.get("may") != "yes":
        actions.no_more_asked(practice=practice, by=user, now=now())
        messages.success(request, "Nobody is led to you about this practice any more.")
    else:
        try:
            actions.may_be_asked(practice=practice, by=user, now=now())
        except actions.CannotBeContact as refusal:
            return refused(request, practice, refusal)
        messages.success(request, "Members can ask you about this practice now.")
    return redirect(f"{practice.get_absolute_url()}#ask")


@require_POST
@door(may=question_permissions.user_can_remove_contacts)
def remove_contact(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """[QU4] Somebody else is asked from now on; the person is told."""
    found = practice.contacts.filter(pk=pk).select_related("practice").first()
    if found is None:
        raise Http404
    actions.remove_contact(contact=found, by=user, now=now())
    messages.success(request, "Taken off the list. The person is told by mail.")
    return redirect(f"{practice.get_absolute_url()}#ask")


def _asking(practice: Practice, user: Any, form: QuestionForm | None = None) -> dict[str, Any]:
    """What templates/practices/_ask.html asks for."""
    contacts = queries.contacts_of(practice)
    own = next((one for one in contacts if one.user_id == user.pk), None)
    others = [one for one in contacts if one is not own]
    if form is None and others and practice.live:
        form = QuestionForm(user=user)
    return {
        "own": own,
        "others": others,
        "form": form,
        "may_be_contact": question_permissions.user_can_be_contact(user, practice),
        "may_remove": question_permissions.user_can_remove_contacts(user, practice),
    }


def _page(
    request: HttpRequest,
    practice: Practice,
    user: Any,
    form: QuestionForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"practice": practice, "asking": _asking(practice, user, form), **more}
    return render(request, "practices/ask.html", context, status=status)
