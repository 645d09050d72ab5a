"""Pages on which members ask the whole consortium, and answer each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from members.access import SignedInRequest
from members.permissions import is_active
from practices.forms import HideForm

from . import actions, in_words, open_queries, permissions
from .facets import Names
from .models import OpenQuestion, OpenWords
from .open_forms import OpenAnswerForm, OpenQuestionForm
from .params import SearchQuery

ON_A_PAGE = 20
CONFLICT = 409
SHOWS = {"": "All", "waiting": "Without an answer", "own": "Asked by you"}


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nothing is looked up for anybody else; a form that nobody sends comes back with its words."""

    @wraps(view)
    def through(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not is_active(request.user):
            if request.method == "POST":
                return signed_out(request)
            return redirect_to_login(request.get_full_path())
        if not permissions.user_can_ask_consortium(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return through


@members_only
@require_safe
def questions(request: SignedInRequest) -> HttpResponse:
    """[OQ2] What the consortium was asked, newest first."""
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    found = Paginator(open_queries.open_questions(request.user, show=show), ON_A_PAGE)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "show": show,
        "shows": SHOWS,
        "query": f"show={show}" if show else "",
    }
    return render(request, "search/open_questions.html", context)


@members_only
def _ask_unsent(request: SignedInRequest) -> HttpResponse:
    """The form with the words that came along; nothing is asked."""
    form = OpenQuestionForm(request.POST, user=request.user)
    return _ask_page(request, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_ask_unsent)
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest) -> HttpResponse:
    """[OQ1] The address names the search that found nothing; POST asks."""
    if request.method != "POST":
        return _ask_page(request, None)
    form = OpenQuestionForm(request.POST, user=request.user)
    if not form.is_valid():
        return _ask_page(request, form, status=400)
    try:
        asked = actions.ask_consortium(
            query=SearchQuery.from_params(request.GET),
            text=form.cleaned_data["text"],
            area=form.cleaned_data["area"],
            key=form.cleaned_data["key"],
            speaks_for=form.voice(),
            by=request.user,
            now=now(),
        )
    except actions.CannotAskConsortium as refusal:
        form.add_error(None, str(refusal))
        return _ask_page(request, form, status=refusal.status)
    messages.success(request, "Asked. Members see your question; answers reach you by mail.")
    return redirect(asked)


@members_only
def _answer_unsent(request: SignedInRequest, *, pk: int) -> HttpResponse:
    form = OpenAnswerForm(request.POST, user=request.user)
    return _page(request, _question(request.user, pk), form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_answer_unsent)
@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: SignedInRequest, *, pk: int) -> HttpResponse:
    """[OQ2, OQ3] One with its answers; POST answers."""
    found = _question(request.user, pk)
    if request.method != "POST":
        return _page(request, found, None)
    form = OpenAnswerForm(request.POST, user=request.user)
    if not form.is_valid():
        return _page(request, found, form, status=400)
    try:
        answer = actions.answer_open(
            question=found,
            text=form.cleaned_data["text"],
            practice=form.cleaned_data["practice"],
            key=form.cleaned_data["key"],
            speaks_for=form.voice(),
            by=request.user,
            now=now(),
        )
    except actions.CannotAskConsortium as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=refusal.status)
    messages.success(request, "Your answer is there.")
    return redirect(answer.get_absolute_url())


@require_POST
@members_only
def close(request: SignedInRequest, *, pk: int) -> HttpResponse:
    """[OQ6] It stays to be read and takes no more answers."""
    found = _question(request.user, pk)
    actions.close_question(question=found, by=request.user, now=now())
    messages.success(request, "Closed. It takes no more answers.")
    return redirect(found)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: SignedInRequest, *, pk: int, answer: int | None = None) -> HttpResponse:
    """[OQ4] Asks once, then erases one's own words."""
    found, words = _words(request.user, pk, answer)
    if not permissions.user_can_take_back(request.user, words):
        raise PermissionDenied
    if request.method != "POST":
        context = {"question": found, "words": words, "is_answer": answer is not None}
        return render(request, "search/open_take_back.html", context)
    actions.take_back_words(words=words, by=request.user, now=now())
    messages.success(request, "Taken back. The words are erased.")
    return redirect(found if answer else "search:open_questions")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: SignedInRequest, *, pk: int, answer: int | None = None) -> HttpResponse:
    """[OQ5] Asks for the reason, then hides the words."""
    if not permissions.user_can_hide_open(request.user):
        raise PermissionDenied
    found, words = _words(request.user, pk, answer)
    form = HideForm(request.POST if request.method == "POST" else None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.hide_words(
                words=words, reason=form.cleaned_data["reason"], by=request.user, now=now()
            )
        except actions.CannotAskConsortium as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, "Hidden. Its writer is told by mail, with your reason.")
            return redirect(found)
    context = {"question": found, "words": words, "form": form}
    return render(request, "search/open_hide.html", context, status=status)


@require_POST
@members_only
def show_again(request: SignedInRequest, *, pk: int, answer: int | None = None) -> HttpResponse:
    """[OQ5] Takes the hiding back."""
    if not permissions.user_can_hide_open(request.user):
        raise PermissionDenied
    found, words = _words(request.user, pk, answer)
    actions.show_words_again(words=words, by=request.user, now=now())
    messages.success(request, "Members can read it again.")
    return redirect(found)


def _question(user: Any, pk: int) -> OpenQuestion:
    found = open_queries.open_question_for(user, pk=pk)
    if found is None:
        raise Http404
    return found


def _words(user: Any, pk: int, answer: int | None) -> tuple[OpenQuestion, OpenWords]:
    """The question, and what is meant: itself, or one of its answers."""
    found = _question(user, pk)
    if answer is None:
        return found, found
    words = open_queries.answer_for(user, found, pk=answer)
    if words is None:
        raise Http404
    return found, words


def _asks(params: str | None, query: SearchQuery) -> list[tuple[str, str]]:
    return in_words.told(query, in_words.labels_of(query, Names.now())) if params else []


def _ask_page(
    request: SignedInRequest, form: OpenQuestionForm | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    query = SearchQuery.from_params(request.GET).without_sort()
    params = query.to_params()
    asks = _asks(params, query)
    initial = {"area": query.scope[0]} if query.scope else {}
    if asks:
        looked = "; ".join(f"{name}: {value}" for name, value in asks)
        initial["text"] = f"I looked for this and found nothing. {looked}. Does anybody do it?"
    context = {
        "form": form or OpenQuestionForm(user=request.user, initial=initial),
        "asks": asks,
        "params": params,
        **more,
    }
    return render(request, "search/ask.html", context, status=status)


def _page(
    request: SignedInRequest,
    found: OpenQuestion,
    form: OpenAnswerForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    user = request.user
    if form is None and found.is_open:
        form = OpenAnswerForm(user=user)
    answers = list(open_queries.answers_to(found, user=user))
    for one in answers:
        one.is_own = permissions.user_can_take_back(user, one)  # type: ignore[attr-defined]
    context = {
        "question": found,
        "answers": answers,
        "asks": _asks(found.params, SearchQuery.from_params(QueryDict(found.params))),
        "form": form,
        "is_own": permissions.user_can_take_back(user, found),
        "may_close": found.is_open and permissions.user_can_close(user, found),
        "may_hide": permissions.user_can_hide_open(user),
        **more,
    }
    return render(request, "search/open_question.html", context, status=status)
