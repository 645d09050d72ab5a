"""The record of a practice, written step by step. Nothing typed is lost by an error."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from practices import actions, permissions, queries, record
from practices.forms import STEP_FORMS, FilesForm, StepForm
from practices.models import Practice

from .attaching import keep_file
from .autosave import answer_machine, is_machine
from .doors import door
from .refused import CONFLICT

FIRST = record.STEPS[0].slug


@door(may=permissions.user_can_edit)
def _edit_unsent(
    request: HttpRequest,
    *,
    practice: Practice,
    user: Any,  # noqa: ARG001  every door gives it
    step: str = FIRST,
) -> HttpResponse:
    """The form with the words that came along; nothing is saved."""
    form = _form_of(step)(request.POST, practice=practice)
    return _step_page(
        request,
        practice,
        form,
        status=FORBIDDEN,
        is_unsent=True,
        lost_file=bool(request.FILES),
    )


@shows_unsent(_edit_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_edit)
def edit(request: HttpRequest, *, practice: Practice, user: Any, step: str = FIRST) -> HttpResponse:
    """One step of the record: GET shows the newest words, POST saves this step's."""
    form_class = _form_of(step)
    if request.method == "POST" and is_machine(request):
        form = form_class(request.POST, practice=practice)
        return answer_machine(form, practice=practice, by=user, now=now())
    if request.method == "POST":
        return _save(request, practice, form_class, user)
    if not practice.is_editable:
        messages.info(request, str(actions.CannotEdit()))
        return redirect(practice)
    form = form_class(initial=form_class.initial_of(practice.newest()), practice=practice)
    return _step_page(request, practice, form)


def _form_of(step: str) -> type[StepForm]:
    if step not in STEP_FORMS:
        raise Http404
    return STEP_FORMS[step]


def _save(
    request: HttpRequest, practice: Practice, form_class: type[StepForm], user: Any
) -> HttpResponse:
    form = form_class(request.POST, request.FILES, practice=practice)
    moment = now()
    try:
        is_valid = form.is_valid()
        if isinstance(form, FilesForm):
            form = keep_file(form, practice, user, moment)
        if not (is_valid and form.is_valid()):
            return _step_page(request, practice, form)
        actions.save_draft(
            practice=practice,
            by=user,
            words=form.words(),
            now=moment,
            started_from=form.cleaned_data["revision"],
        )
    except actions.EditedMeanwhile as refusal:
        mine, theirs = form.words(), refusal.theirs.words()
        both = queries.changes(practice, theirs, theirs | mine, only=refusal.merged.conflicts)
        form.show_words(refusal.merged.words)
        form.change_data(revision=refusal.theirs.latest_revision_id)
        return _step_page(request, practice, form, status=CONFLICT, refusal=refusal, conflicts=both)
    except actions.CannotEdit as refusal:
        return _step_page(request, practice, form, status=CONFLICT, refusal=refusal)
    _say_what_was_made_of_it(request, practice, form)
    if request.POST.get("do") == "next":
        following = record.after(form.step)
        if following is None:
            return redirect("practices:finish", practice.slug)
        return redirect(practice.get_step_url(following.slug))
    return redirect(f"{practice.get_step_url(form.step.slug)}?saved=yes")


def _say_what_was_made_of_it(request: HttpRequest, practice: Practice, form: StepForm) -> None:
    """Answers that are not kept letter by letter as this person sent them."""
    for text in form.read_as:
        messages.info(request, text)
    kept = practice.newest().words()
    others = [name for name, answer in form.words().items() if actions.differ(answer, kept[name])]
    if others:
        names = ", ".join(queries.labels(practice, others))
        messages.info(request, f"Saved meanwhile by somebody else, or in another window: {names}.")


def _step_page(
    request: HttpRequest,
    practice: Practice,
    form: StepForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    newest = practice.newest()
    last = newest.latest_revision
    context = {
        "practice": practice,
        "newest": newest,
        "form": form,
        "step": form.step,
        "steps": queries.progress(newest),
        "place": record.STEPS.index(form.step) + 1,
        "previous": record.before(form.step),
        "following": record.after(form.step),
        "last_round": practice.reviews.order_by("-submitted_at", "-pk").first(),
        "is_saved": request.method == "GET" and "saved" in request.GET,
        "saved_at": timezone.localtime(last.created_at) if last else None,
        **more,
    }
    return render(request, "practices/edit.html", context, status=status)
