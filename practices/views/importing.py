"""A Word document becomes a draft: choose it, put its parts in their places, confirm."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from collaborative.core.clock import now
from collaborative.core.views.again import FORBIDDEN, shows_unsent, signed_out
from members import limits
from members.models import User
from members.permissions import is_active
from practices import actions, permissions
from practices.forms import BringForm, CorrectionForm

from .refused import CONFLICT

TOO_MANY = 429


def _not_let_in(request: HttpRequest) -> HttpResponse | None:
    """As at the page on which a practice is begun."""
    if not is_active(request.user):
        if request.method == "POST":
            return signed_out(request)
        return redirect_to_login(request.get_full_path())
    if not permissions.user_can_share(request.user):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "practices/share_needs_institution.html")
    return None


def _bring_unsent(request: HttpRequest) -> HttpResponse:
    """A browser sends a file once: it has to be chosen again."""
    if answer := _not_let_in(request):
        return answer
    form = BringForm(user=cast("User", request.user))
    return _choose_page(request, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_bring_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Reads a document and shows its parts. Nothing is kept: neither the file nor a draft."""
    if answer := _not_let_in(request):
        return answer
    user = cast("User", request.user)
    if request.method != "POST":
        return _choose_page(request, BringForm(user=user, came_from=request.GET.get("for", "")))
    if not limits.allows(request, "word_import", key=str(user.pk)):
        messages.error(request, "You have brought many documents. Try again in an hour.")
        return _choose_page(request, BringForm(user=user), status=TOO_MANY)
    form = BringForm(request.POST, request.FILES, user=user)
    if not form.is_valid():
        return _choose_page(request, form)
    voice = form.voice()
    initial = CorrectionForm.initial_of(
        form.cleaned_data["document"], speaks_for=str(voice.pk) if voice else ""
    )
    return _correction_page(request, CorrectionForm(initial=initial, user=user))


def _bring_draft_unsent(request: HttpRequest) -> HttpResponse:
    """The page of correction with the words that came along; nothing is begun."""
    if answer := _not_let_in(request):
        return answer
    form = CorrectionForm(request.POST, user=cast("User", request.user))
    return _correction_page(request, form, status=FORBIDDEN, is_unsent=True)


@shows_unsent(_bring_draft_unsent)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_draft(request: HttpRequest) -> HttpResponse:
    """Makes a draft of the parts as they were put, and nothing else."""
    if answer := _not_let_in(request):
        return answer
    if request.method != "POST":
        return redirect("practices:import")
    user = cast("User", request.user)
    form = CorrectionForm(request.POST, user=user)
    if not form.is_valid():
        return _correction_page(request, form)
    institution = form.voice()
    if institution is None:
        raise PermissionDenied
    try:
        practice = actions.bring_document(
            institution=institution,
            by=user,
            words=form.words(),
            now=now(),
            draft_key=form.cleaned_data["draft_key"],
        )
    except actions.EditedMeanwhile:
        refusal = (
            "You made a draft of this document before, and have changed it on its own page since. "
            "It stays as it is. Open it from your desk."
        )
        return _correction_page(request, form, status=CONFLICT, refusal=refusal)
    except actions.Refused as refusal:
        return _correction_page(request, form, status=CONFLICT, refusal=str(refusal))
    messages.success(
        request,
        "Your draft is made from the document. Only the people of your institution can see it. "
        "Read it through, and fill in what the document did not tell.",
    )
    return redirect(practice.get_edit_url())


def _choose_page(
    request: HttpRequest, form: BringForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "practices/import.html", {"form": form, **more}, status=status)


def _correction_page(
    request: HttpRequest, form: CorrectionForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    response = render(
        request, "practices/import_correct.html", {"form": form, **more}, status=status
    )
    # Words that nobody has agreed to keep yet.
    response.headers["Cache-Control"] = "private, no-store"
    return response
