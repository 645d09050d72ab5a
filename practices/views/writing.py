"""Pages on which a practice is written."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.models import Revision

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from members.models import User
from members.permissions import is_active
from practices import actions, permissions, queries
from practices.forms import ShareForm, WordsForm
from practices.models import Practice

from .checking import lead_to_check
from .doors import door
from .refused import CONFLICT, refused


def _share_unsent(request: HttpRequest) -> HttpResponse:
    """The first step with the title that came along; nothing is begun."""
    if not is_active(request.user):
        return signed_out(request)
    if not permissions.user_can_share(request.user):
        raise PermissionDenied
    form = ShareForm(request.POST, user=cast("User", request.user))
    context = {"form": form, "is_unsent": True}
    return render(request, "practices/share.html", context, status=FORBIDDEN)


@shows_unsent(_share_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The first step: a title makes a draft."""
    if not is_active(request.user):
        if request.method == "POST":
            return signed_out(request)
        return redirect_to_login(request.get_full_path())
    if not permissions.user_can_share(request.user):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "practices/share_needs_institution.html")
    user = cast("User", request.user)
    came_from = request.GET.get("for", "")
    form = ShareForm(request.POST or None, user=user, came_from=came_from)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form, user)
    return render(request, "practices/share.html", {"form": form})


def _begin(request: HttpRequest, form: ShareForm, user: User) -> HttpResponse:
    title, institution = form.cleaned_data["title"], form.voice()
    if institution is None:
        raise PermissionDenied
    if begun := queries.begun_lately(user, institution, title, now=now()):
        messages.info(request, "You began this draft a moment ago: here it is.")
        return redirect(begun.get_edit_url())
    try:
        practice = actions.begin(
            institution=institution,
            by=user,
            words={"title": title},
            now=now(),
            draft_key=form.cleaned_data["draft_key"],
        )
    except actions.CannotBegin as refusal:
        form.add_error(None, str(refusal))
        return render(request, "practices/share.html", {"form": form}, status=CONFLICT)
    messages.success(request, "Your draft is kept. Fill in what you have, and save often.")
    return redirect(practice.get_edit_url())


@door(may=permissions.user_can_edit)
def _edit_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    """The form with the words that came along; nothing is saved."""
    form = WordsForm(request.POST, practice=practice)
    return _form_page(
        request,
        practice,
        practice.newest(),
        form,
        status=FORBIDDEN,
        is_unsent=True,
        lost_file=bool(request.FILES),
    )


@shows_unsent(_edit_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_edit)
def edit(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The whole practice on one page. Nothing typed is lost by an error."""
    newest = practice.newest()
    if request.method == "POST":
        return _save(request, practice, newest, user)
    if not practice.is_editable:
        messages.info(request, str(actions.CannotEdit()))
        return redirect(practice)
    form = WordsForm(initial=WordsForm.initial_of(newest), practice=practice)
    return _form_page(request, practice, newest, form)


def _save(request: HttpRequest, practice: Practice, newest: Practice, user: Any) -> HttpResponse:
    form = WordsForm(request.POST, request.FILES, practice=practice)
    moment = now()
    before = newest.words()
    try:
        is_valid = form.is_valid()
        form = _keep_file(form, practice, user, moment)
        if not (is_valid and form.is_valid()):
            return _form_page(request, practice, newest, form)
        actions.save_draft(
            practice=practice,
            by=user,
            words=form.words(),
            now=moment,
            started_from=form.cleaned_data["revision"],
            note=form.changed_note(),
        )
    except actions.EditedMeanwhile as refusal:
        mine = form.words()
        form.show_words(refusal.merged.words)
        form.change_data(revision=refusal.theirs.latest_revision_id)
        changes = queries.changes(practice, refusal.theirs.words(), mine)
        both = [change for change in changes if change.name in refusal.merged.conflicts]
        return _form_page(
            request, practice, newest, form, status=CONFLICT, refusal=refusal, conflicts=both
        )
    except actions.CannotEdit as refusal:
        return _form_page(request, practice, newest, form, status=CONFLICT, refusal=refusal)
    _say_what_was_made_of_it(request, practice, form)
    if request.POST.get("do") != "submit":
        part = form.last_part_changed(before)
        if part:
            return redirect(f"{practice.get_edit_url()}?saved={part}#{part}")
        messages.success(request, "Saved.")
        return redirect(practice.get_edit_url())
    return _submit_from_form(request, practice, form, user, moment)


def _submit_from_form(
    request: HttpRequest, practice: Practice, form: WordsForm, user: Any, moment: dt.datetime
) -> HttpResponse:
    """The words are saved by now; what is missing is said beside each question."""
    try:
        actions.submit(practice=practice, by=user, now=moment)
    except actions.NotComplete as refusal:
        for name, text in refusal.missing.items():
            form.add_error(name, text)
    except actions.FindingsUnanswered as refusal:
        return lead_to_check(request, practice, user, refusal)
    except actions.CannotSubmit as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, "Submitted. Your steward is told by mail and answers here.")
        return redirect(practice)
    form.change_data(revision=practice.latest_revision_id)
    return _form_page(request, practice, practice, form, is_saved=True)


def _say_what_was_made_of_it(request: HttpRequest, practice: Practice, form: WordsForm) -> None:
    """Answers that are not kept letter by letter as this person sent them."""
    if form.read_as:
        text = f"“When did it start?” is kept as {form.read_as}: a year, or a year and a month."
        messages.info(request, text)
    kept = practice.newest().words()
    others = [name for name, answer in form.words().items() if _differ(answer, kept[name])]
    if others:
        names = ", ".join(queries.labels(practice, others))
        messages.info(request, f"Saved meanwhile by somebody else, or in another window: {names}.")


def _differ(sent: Any, kept: Any) -> bool:
    if isinstance(sent, list):
        return set(sent) != set(kept)
    return sent.strip() != kept.strip()


def _keep_file(form: WordsForm, practice: Practice, user: Any, moment: dt.datetime) -> WordsForm:
    """Keeps a file that came along, whatever else is wrong: a browser would not send it twice.

    Gives back the form as it stands with the file on its list.
    """
    upload = form.cleaned_data.get("new_file")
    said = form.cleaned_data.get("new_file_description", "")
    waiting = form.cleaned_data.get("undescribed")
    named = MultiValueDict(form.data).getlist("file_ids")
    kept = None
    if waiting and str(waiting) in named:
        kept = practice.files.filter(pk=waiting, description="").first()
    if upload is not None:
        kept = actions.attach_file(
            practice=practice, upload=upload, description=said, by=user, now=moment
        )
    elif kept is not None and said:
        actions.describe_file(kept=kept, description=said, by=user)
    if kept is None:
        return form
    form.change_data(
        file_ids=list(dict.fromkeys([*named, str(kept.pk)])),
        undescribed="" if said else kept.pk,
        new_file_description="",
    )
    again = WordsForm(form.data, practice=practice)
    again.full_clean()
    for name, errors in form.errors.items():
        if name not in again.errors and name in {"new_file", "new_file_description"}:
            again.add_error(name, errors)
    if not said:
        again.add_error(
            "new_file_description", f"{kept.name} is kept. Say what is in it, then save again."
        )
    return again


@require_POST
@door(may=permissions.user_can_edit)
def restore(request: HttpRequest, *, practice: Practice, user: Any, version: int) -> HttpResponse:
    """Writes on from earlier words."""
    revision = Revision.objects.for_instance(practice).filter(pk=version).first()
    if revision is None:
        raise Http404
    try:
        actions.restore(practice=practice, revision=revision, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, "These words are the newest version now. The others are kept.")
    return redirect(practice.get_edit_url())


@require_http_methods(["GET", "HEAD", "POST"])
@door(may=permissions.user_can_edit)
def delete(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """Asks once, then removes a draft that was never public."""
    if practice.was_ever_live or not practice.is_editable:
        return refused(request, practice, actions.CannotDelete())
    if request.method == "POST":
        try:
            actions.delete_draft(practice=practice, by=user, now=now())
        except actions.Refused as refusal:
            return refused(request, practice, refusal)
        messages.success(request, "The draft is deleted.")
        return redirect("desk:desk")
    return render(request, "practices/delete.html", {"practice": practice})


def _form_page(
    request: HttpRequest,
    practice: Practice,
    newest: Practice,
    form: WordsForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    asked = practice.reviews.order_by("-submitted_at", "-pk").first()
    context = {
        "practice": practice,
        "newest": newest,
        "form": form,
        "last_round": asked,
        "saved": request.GET.get("saved", "") if request.method == "GET" else "",
        **more,
    }
    return render(request, "practices/edit.html", context, status=status)
