"""Pages on which members talk about a practice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, queries, talk_permissions
from practices.forms import ChangeCommentForm, CommentForm, HideForm
from practices.models import Comment, Practice

from .doors import door
from .refused import refused

readers = door(may=talk_permissions.user_can_read_comments)
moderators = door(may=talk_permissions.user_can_hide_comments)


def talk_below(practice: Practice, user: Any) -> dict[str, Any]:
    """For the page of a practice: its newest comments and the form, for members alone."""
    if not talk_permissions.user_can_read_comments(user, practice):
        return {}
    if not practice.live and not practice.was_ever_live:
        return {}
    return _talk(practice, user, page=1)


@readers
def _write_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The form with the words that came along; nothing is written."""
    form = CommentForm(request.POST, user=user)
    return _comments_page(request, practice, user, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_write_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@readers
def comments(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[CM1, CM2, CM6] All of them, newest first; POST writes one."""
    if request.method == "POST":
        form = CommentForm(request.POST, user=user)
        if not form.is_valid():
            return _comments_page(request, practice, user, form, status=400)
        return _write(request, practice, user, form)
    return _comments_page(request, practice, user, None)


@readers
def _reply_unsent(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    form = CommentForm(request.POST, user=user, is_reply=True)
    thread = _comment(user, practice, pk)
    return _thread_page(request, practice, user, thread, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_reply_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@readers
def comment(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """[CM1, CM2] One comment with what was answered; POST answers. A reply leads to its place."""
    found = _comment(user, practice, pk)
    if request.method == "POST":
        form = CommentForm(request.POST, user=user, is_reply=True)
        if not form.is_valid():
            return _thread_page(request, practice, user, found, form, status=400)
        return _write(request, practice, user, form, answers=found)
    if found.is_reply:
        page = queries.page_of_reply(found, user=user)
        return redirect(f"{_address(practice, found.parent_id)}?page={page}#comment-{found.pk}")
    return _thread_page(request, practice, user, found, None)


@readers
def _change_unsent(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    found = _own(user, practice, pk)
    form = ChangeCommentForm(request.POST)
    return _change_page(request, practice, found, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_change_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@readers
def change_comment(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """[CM3] One's own, within a quarter of an hour."""
    found = _own(user, practice, pk)
    form = ChangeCommentForm(
        request.POST if request.method == "POST" else None, initial={"text": found.text}
    )
    if request.method != "POST":
        if not found.can_be_edited(now()):
            return refused(request, practice, actions.CannotChangeComment())
        return _change_page(request, practice, found, form)
    if not form.is_valid():
        return _change_page(request, practice, found, form, status=400)
    try:
        actions.change_comment(comment=found, text=form.cleaned_data["text"], by=user, now=now())
    except actions.CannotChangeComment as refusal:
        return _change_page(request, practice, found, form, status=409, refusal=refusal)
    messages.success(request, "Your comment is changed.")
    return redirect(_address(practice, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@readers
def take_back_comment(
    request: HttpRequest, *, practice: Practice, user: Any, pk: int
) -> HttpResponse:
    """[CM3] Asks once, then erases one's own words."""
    found = _own(user, practice, pk)
    if request.method == "POST":
        actions.take_back_comment(comment=found, by=user, now=now())
        messages.success(request, "Your comment is taken back. Its words are erased.")
        return redirect("practices:comments", practice.slug)
    context = {"practice": practice, "comment": found}
    return render(request, "practices/comment_take_back.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def hide_comment(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """[CM4] Asks for the reason, then hides the words."""
    found = _comment(user, practice, pk)
    form = HideForm(request.POST if request.method == "POST" else None)
    if not found.is_shown:
        return refused(request, practice, actions.CannotHide())
    if form.is_valid():
        try:
            actions.hide_comment(
                comment=found, reason=form.cleaned_data["reason"], by=user, now=now()
            )
        except actions.CannotHide as refusal:
            return refused(request, practice, refusal)
        messages.success(request, "Hidden. Its writer is told by mail, with your reason.")
        return redirect("practices:comments", practice.slug)
    context = {"practice": practice, "comment": found, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "practices/comment_hide.html", context, status=status)


@require_POST
@moderators
def show_comment(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """[CM4] Takes the hiding back."""
    found = _comment(user, practice, pk)
    actions.show_comment_again(comment=found, by=user, now=now())
    messages.success(request, "Members can read this comment again.")
    return redirect(_address(practice, pk))


def _write(
    request: HttpRequest,
    practice: Practice,
    user: Any,
    form: CommentForm,
    *,
    answers: Comment | None = None,
) -> HttpResponse:
    try:
        written = actions.write_comment(
            practice=practice,
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            by=user,
            now=now(),
            speaks_for=form.voice(),
            answers=answers,
        )
    except actions.CannotComment as refusal:
        form.add_error(None, str(refusal))
        if answers is None:
            return _comments_page(request, practice, user, form, status=refusal.status)
        return _thread_page(request, practice, user, answers, form, status=refusal.status)
    messages.success(
        request,
        "Your reply is there. You can change it for 15 minutes."
        if written.is_reply
        else "Your comment is there. You can change it for 15 minutes.",
    )
    if written.is_reply:
        return redirect(_address(practice, written.pk))
    return redirect(f"{practice.get_absolute_url()}#comment-{written.pk}")


def _comment(user: Any, practice: Practice, pk: int) -> Comment:
    found = queries.comment_for(user, practice, pk=pk)
    if found is None:
        raise Http404
    return found


def _own(user: Any, practice: Practice, pk: int) -> Comment:
    found = _comment(user, practice, pk)
    if not talk_permissions.user_can_change_comment(user, found):
        raise PermissionDenied
    if found.is_taken_back:
        raise Http404
    return found


def _address(practice: Practice, pk: int | None) -> str:
    return reverse("practices:comment", args=[practice.slug, pk])


def _talk(
    practice: Practice, user: Any, *, page: Any, form: CommentForm | None = None
) -> dict[str, Any]:
    """What templates/practices/_talk.html asks for."""
    takes_comments = practice.live and talk_permissions.user_can_comment(user, practice)
    if form is None and takes_comments:
        form = CommentForm(user=user)
    return {
        "talk": queries.talk_on(practice, user=user, page=page),
        "talk_form": form,
        "takes_comments": takes_comments,
        "may_hide": talk_permissions.user_can_hide_comments(user, practice),
        "now": now(),
    }


def _comments_page(
    request: HttpRequest,
    practice: Practice,
    user: Any,
    form: CommentForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "practice": practice,
        **_talk(practice, user, page=request.GET.get("page"), form=form),
        **more,
    }
    return render(request, "practices/comments.html", context, status=status)


def _thread_page(
    request: HttpRequest,
    practice: Practice,
    user: Any,
    thread: Comment,
    form: CommentForm | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    top = _comment(user, practice, thread.parent_id) if thread.parent_id else thread
    takes = practice.live and top.is_shown and talk_permissions.user_can_comment(user, practice)
    context = {
        "practice": practice,
        "comment": top,
        "replies": queries.replies_to(top, user=user, page=request.GET.get("page")),
        "talk_form": form or (CommentForm(user=user, is_reply=True) if takes else None),
        "takes_comments": takes,
        "may_hide": talk_permissions.user_can_hide_comments(user, practice),
        "now": now(),
        **more,
    }
    return render(request, "practices/comment.html", context, status=status)


def _change_page(
    request: HttpRequest,
    practice: Practice,
    comment: Comment,
    form: ChangeCommentForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"practice": practice, "comment": comment, "form": form, **more}
    return render(request, "practices/comment_change.html", context, status=status)
