"""Questions of one person: asked and received, each between the people it concerns."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from members.access import SignedInRequest, signed_in
from members.permissions import is_active
from practices import actions, queries, question_permissions
from practices.forms import AnswerForm
from practices.models import Question
from practices.permissions import user_can_read

ON_A_PAGE = 20
LOGGED_A_PAGE = 50
SHOWS = {"": "All", "received": "Asked of you", "asked": "Asked by you"}


@signed_in
@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """[QU7] What one asked and was asked, newest first."""
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    found = Paginator(queries.questions_of(request.user, show=show), ON_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    for one in page.object_list:
        one.title = one.name_for(request.user)  # type: ignore[attr-defined]
        one.may_answer = _may_answer(request.user, one)  # type: ignore[attr-defined]
    context = {
        "page": page,
        "show": show,
        "shows": SHOWS,
        "query": f"show={show}" if show else "",
    }
    return render(request, "practices/questions.html", context)


def _keeps_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Signed in; an answer that nobody sends comes back with its words, before anything is read."""
    inside = signed_in(view)

    @wraps(view)
    def through(request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST" and not is_active(request.user):
            return signed_out(request)
        return inside(request, pk)

    return through


@_keeps_words
def _answer_unsent(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form with the words that came along; nothing is sent."""
    found = _question(request.user, pk)
    return _page(request, found, AnswerForm(request.POST), status=FORBIDDEN, is_unsent=True)


@shows_unsent(_answer_unsent)
@_keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """[QU5, QU6] One question with its answer; POST answers."""
    found = _question(request.user, pk)
    if request.method != "POST":
        return _page(request, found)
    if not question_permissions.user_can_answer_question(request.user, found):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    try:
        actions.answer_question(
            question=found,
            text=form.cleaned_data["text"],
            shows_address=form.cleaned_data["shows_address"],
            by=request.user,
            now=now(),
        )
    except actions.CannotAnswer as refusal:
        form.add_error(None, str(refusal))
        found = _question(request.user, pk)  # with the answer that came first
        return _page(request, found, form, status=refusal.status)
    messages.success(request, f"Your answer to {found.asker.known_as} is on its way.")
    return redirect(found)


@signed_in
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """[QU8] Who asked whom, and when; never what."""
    if not question_permissions.user_can_see_who_asked(request.user):
        raise PermissionDenied
    found = Paginator(queries.questions_logged(request.user), LOGGED_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    return render(request, "practices/questions_log.html", {"page": page})


def _question(user: Any, pk: int) -> Question:
    found = queries.question_for(user, pk=pk)
    if found is None:
        raise Http404
    return found


def _may_answer(user: Any, found: Question) -> bool:
    return (
        not found.is_answered
        and found.asker_id != user.pk
        and found.asker.is_active
        and question_permissions.user_can_answer_question(user, found)
    )


def _page(
    request: SignedInRequest,
    found: Question,
    form: AnswerForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    user = request.user
    may_answer = _may_answer(user, found)
    context = {
        "question": found,
        "title": found.name_for(user),
        "is_open": user_can_read(user, found.practice),
        "is_asker": found.asker_id == user.pk,
        "form": form or (AnswerForm() if may_answer else None),
        "others": [one for one in found.to.all() if one.pk != user.pk],
        "address": _address_for(user, found),
        **more,
    }
    return render(request, "practices/question.html", context, status=status)


def _address_for(user: Any, found: Question) -> str:
    """The other's address, where its owner shows it: once answered, and to the other alone."""
    answerer = found.answered_by
    if answerer is None:
        return ""
    if user.pk == found.asker_id:
        return answerer.email if found.answer_shows_address and answerer.is_active else ""
    shows = found.shows_address and user.pk == answerer.pk and found.asker.is_active
    return found.asker.email if shows else ""
