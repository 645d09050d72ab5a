"""The people of a practice, and the institutions that are asked to publish it too."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from members.models import User
from practices import actions, permissions, queries, together_permissions
from practices.forms import FindAuthorForm, InviteInstitutionForm
from practices.models import CoPublication, Practice

from .refused import CONFLICT, refused
from .sent import number_of
from .together_doors import institution_door, people_door


@require_safe
@people_door(may=together_permissions.user_can_see_people)
def people(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[CP6] Who wrote it, whose name is shown, and which institutions were asked."""
    return _page(request, practice, user)


@require_POST
@people_door(may=together_permissions.user_can_change_people)
def add_author(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[CP7]"""
    person = User.objects.filter(pk=number_of(request.POST.get("person", "")) or 0).first()
    try:
        if person is None:
            raise actions.CannotAddAuthor
        actions.add_author(practice=practice, person=person, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, f"{person.known_as} is an author now, and is told by mail.")
    return redirect(practice.get_people_url())


@require_POST
@people_door(may=together_permissions.user_can_see_people)
def remove_author(request: HttpRequest, *, practice: Practice, user: Any, pk: int) -> HttpResponse:
    """[CP10] A steward takes somebody off the list of authors; all may take off themselves."""
    author = queries.author(practice, pk)
    if author is None:  # the form came twice
        messages.info(request, "This person is not an author of it any more.")
        return redirect(practice.get_people_url())
    try:
        actions.remove_author(author=author, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, practice, refusal)
    messages.success(request, f"{author.user.known_as} is not an author of it any more.")
    stays = together_permissions.user_can_see_people(user, author.practice)
    return redirect(practice.get_people_url() if stays else "desk:desk")


@require_POST
@people_door(may=together_permissions.user_can_show_name)
def show_name(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[CP8] Whether readers see one's own name."""
    is_shown = request.POST.get("do") == "show"
    actions.show_name(practice=practice, is_shown=is_shown, by=user, now=now())
    messages.success(
        request,
        "Your name stands on its public page, from when there is one."
        if is_shown
        else "Your name is not shown to readers.",
    )
    return redirect(practice.get_people_url())


@people_door(may=together_permissions.user_can_change_people)
def _invite_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    form = InviteInstitutionForm(request.POST, practice=practice)
    return _page(request, practice, user, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_invite_unsent)
@require_POST
@people_door(may=together_permissions.user_can_change_people)
def invite_institution(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """[CP9]"""
    form = InviteInstitutionForm(request.POST, practice=practice)
    if not form.is_valid():
        return _page(request, practice, user, form)
    house = form.cleaned_data["institution"]
    note = form.cleaned_data["note"]
    try:
        actions.invite_institution(
            practice=practice, institution=house, note=note, by=user, now=now()
        )
    except actions.Refused as refusal:
        form.add_error("institution", str(refusal))
        return _page(request, practice, user, form, status=CONFLICT)
    messages.success(request, f"Asked. The stewards of {house} are told by mail.")
    return redirect(practice.get_people_url())


def _may_change(user: Any, line: CoPublication) -> bool:
    return together_permissions.user_can_change_people(user, line.practice)


@require_POST
@institution_door(may=_may_change)
def call_off_institution(request: HttpRequest, *, line: CoPublication, user: Any) -> HttpResponse:
    """[CP11]"""
    try:
        actions.call_off_institution(line=line, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, line.practice, refusal)
    messages.success(request, f"{line.institution} is not asked any more.")
    return redirect(line.practice.get_people_url())


def _page(
    request: HttpRequest,
    practice: Practice,
    user: Any,
    form: InviteInstitutionForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    may_change = together_permissions.user_can_change_people(user, practice)
    authors = queries.authors(practice)
    own = next((one for one in authors if one.user.pk == user.pk), None)
    if not may_change:  # from elsewhere, or gone since: one's own name and nobody else's
        authors = [own] if own else []
    is_theirs = permissions.user_can_publish(user, practice)
    context = {
        "practice": practice,
        "title": _title(practice, user),
        "authors": authors,
        "own": own,
        "is_theirs": is_theirs,
        "may_change": may_change,
        **more,
    }
    if may_change:
        finding = FindAuthorForm(request.GET)
        words = finding.cleaned_data["person"] if finding.is_valid() else ""
        form = form or InviteInstitutionForm(practice=practice)
        context |= {
            "finding": finding,
            "words": words,
            "found": queries.find_authors(practice, words) if words else [],
            "co_publishers": [
                {"at": one, "may_call_off": is_theirs or not one.was_signed}
                for one in queries.co_publishers(practice)
            ],
            "form": form,
            "to_ask": [house.name for house in form.open],
        }
    return render(request, "practices/people.html", context, status=status)


def _title(practice: Practice, user: Any) -> str:
    """The newest words are the institution's own; its other authors know it by its public ones."""
    if permissions.user_can_see_draft(user, practice):
        return practice.newest().title
    return practice.title if practice.is_public else f"A draft of {practice.institution}"
