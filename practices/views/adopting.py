"""Pages on which an institution says that it took up a practice."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent
from members.models import User
from members.permissions import institutions_of, is_active, stewarded_by
from practices import actions, permissions, queries, together
from practices.forms import AdoptionForm, RemoveForm, ReportForm
from practices.models import Adoption, Practice

from .adoption_doors import adoption_door
from .doors import door
from .refused import CONFLICT, refused


def _is_somebody(user: Any, practice: Practice) -> bool:  # noqa: ARG001  every door gives both
    return is_active(user)


@door(may=_is_somebody)
def _adopt_unsent(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """The form with the words that came along; nothing is said."""
    form = ReportForm(request.POST, user=user, not_for={practice.institution_id})
    return _report_page(request, practice, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_adopt_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@door(may=_is_somebody)
def adopt(request: HttpRequest, *, practice: Practice, user: Any) -> HttpResponse:
    """“My institution uses this”: a steward of it reads the words before anybody else."""
    user = cast("User", user)
    may = practice.live and permissions.user_can_report_adoption(user, practice)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        return _report(request, practice, user)
    lines = queries.own_lines(user, practice) if may else []
    named = together.named_ids(practice) & set(institutions_of(user)) if may else set()
    said = {line.institution_id for line in lines} | {practice.institution_id} | named
    left = set(institutions_of(user)) - said
    if lines and not left:
        return redirect(lines[0].get_change_url())
    if not may or not left:
        context = {
            "practice": practice, "is_own": bool(institutions_of(user)), "is_named": bool(named),
        }  # fmt: skip
        return render(request, "practices/adopt_not_here.html", context)
    came_from = request.GET.get("for", "")
    form = ReportForm(user=user, came_from=came_from, not_for=said)
    return _report_page(request, practice, form)


def _report(request: HttpRequest, practice: Practice, user: User) -> HttpResponse:
    form = ReportForm(request.POST, user=user, not_for={practice.institution_id})
    if not form.is_valid():
        return _report_page(request, practice, form)
    institution = form.voice()
    if institution is None:
        raise PermissionDenied
    confirmed = _confirms(request, user, institution.pk)
    try:
        line = actions.report_adoption(
            practice=practice,
            institution=institution,
            by=user,
            words=form.words(),
            now=now(),
            confirmed=confirmed,
        )
    except actions.AlreadyReported as refusal:
        if refusal.adoption.newest_words() == form.words():  # the same form, sent twice
            return redirect(refusal.adoption)
        return _report_page(
            request, practice, form, status=CONFLICT, refusal=refusal, there=refusal.adoption
        )
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return _report_page(request, practice, form, status=CONFLICT)
    return _done(request, line, confirmed=confirmed)


@adoption_door(hides=permissions.user_can_change_adoption)
def _change_unsent(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    form = AdoptionForm(request.POST)
    return _change_page(request, adoption, user, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_change_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@adoption_door(hides=permissions.user_can_change_adoption)
def change_adoption(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    """Newer words for a line of the ledger. What is confirmed stays until the steward answers."""
    if request.method != "POST":
        initial = {**adoption.newest_words(), "version": adoption.version}
        return _change_page(request, adoption, user, AdoptionForm(initial=initial))
    form = AdoptionForm(request.POST)
    if not form.is_valid():
        return _change_page(request, adoption, user, form)
    confirmed = _confirms(request, user, adoption.institution_id)
    try:
        line = actions.change_adoption(
            adoption=adoption,
            by=user,
            words=form.words(),
            now=now(),
            started_from=form.cleaned_data["version"],
            confirmed=confirmed,
        )
    except actions.NothingChanged as refusal:
        messages.info(request, str(refusal))
        return redirect(adoption)
    except actions.ChangedMeanwhile as refusal:
        form.show_version(refusal.adoption.version)
        return _change_page(
            request, adoption, user, form, status=CONFLICT, refusal=refusal,
            theirs=refusal.adoption.newest(),
        )  # fmt: skip
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return _change_page(request, adoption, user, form, status=CONFLICT)
    return _done(request, line, confirmed=confirmed)


@require_POST
@adoption_door(hides=permissions.user_can_change_adoption)
def withdraw_adoption(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    """Takes back words that wait."""
    try:
        kept = actions.withdraw_adoption(adoption=adoption, by=user, now=now())
    except actions.Refused as refusal:
        return refused(request, adoption.practice, refusal)
    messages.success(request, "Taken back. Nobody reads these words any more.")
    return redirect(kept or adoption.practice)


def _needs_no_draft(user: Any, adoption: Adoption) -> bool:
    """A line that is not public is known to its own institution only."""
    return adoption.is_confirmed or permissions.user_can_see_waiting_adoption(user, adoption)


@adoption_door(hides=_needs_no_draft, may=permissions.user_can_remove_adoption, in_ledger=True)
def _remove_unsent(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:  # noqa: ARG001  every door gives it
    context = {"adoption": adoption, "form": RemoveForm(request.POST), "is_unsent": True}
    return render(request, "practices/adoption_remove.html", context, status=FORBIDDEN)


@shows_unsent(_remove_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
@adoption_door(hides=_needs_no_draft, may=permissions.user_can_remove_adoption, in_ledger=True)
def remove_adoption(request: HttpRequest, *, adoption: Adoption, user: Any) -> HttpResponse:
    """Asks why, then takes the line out of the ledger at once."""
    if not adoption.is_confirmed:
        return refused(request, adoption.practice, actions.NotPublic())
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.remove_adoption(adoption=adoption, by=user, reason=reason, now=now())
        except actions.Refused as refusal:
            return refused(request, adoption.practice, refusal)
        messages.success(request, "Taken out. Only the institution itself can read it now.")
        return redirect(adoption.practice)
    return render(request, "practices/adoption_remove.html", {"adoption": adoption, "form": form})


def _confirms(request: HttpRequest, user: Any, institution_id: int) -> bool:
    """A steward may stand by the words in the same step."""
    return request.POST.get("do") == "confirm" and institution_id in stewarded_by(user)


def _done(request: HttpRequest, line: Adoption, *, confirmed: bool) -> HttpResponse:
    if confirmed:
        messages.success(request, "Published. Everybody can read it in the ledger now.")
    else:
        messages.success(request, "Kept. A steward of your institution is told, and answers here.")
    return redirect(line)


def _report_page(
    request: HttpRequest, practice: Practice, form: ReportForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    may_confirm = bool(set(stewarded_by(request.user)) - {practice.institution_id})
    context = {"practice": practice, "form": form, "may_confirm": may_confirm, **more}
    return render(request, "practices/adopt.html", context, status=status)


def _change_page(
    request: HttpRequest,
    adoption: Adoption,
    user: Any,
    form: AdoptionForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "adoption": adoption,
        "practice": adoption.practice,
        "form": form,
        "may_confirm": adoption.institution_id in stewarded_by(user),
        **more,
    }
    return render(request, "practices/adoption_change.html", context, status=status)
