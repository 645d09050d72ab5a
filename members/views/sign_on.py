"""An institution's sign-on, looked after by administrators of the site."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from collaborative.core import clock
from members import actions, fresh_proof, limits, permissions, queries
from members.access import SignedInRequest, signed_in
from members.models import Institution, SignOn
from members.sign_on_forms import ProviderForm, RequireForm


@sensitive_post_parameters("secret")
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN14] What stands; a POST asks the provider, and keeps it if it will do."""
    institution = _administered(request, slug)
    _confirm_who(request)
    row = _row(institution)
    if request.method != "POST":
        return _page(request, institution, row, form=_form(row))
    if row is None:
        return redirect("members:sign_on", slug)
    return _keep(request, institution, row)


def _confirm_who(request: SignedInRequest) -> None:
    """A fresh proof for looking and for writing. What was typed waits meanwhile in the session,
    where a secret has no place: it is asked for again.
    """
    if not fresh_proof.is_needed(request):
        return
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("secret", None)
        request.POST = typed  # type: ignore[assignment]  # a copy, for the session to keep
    raise ReauthenticationRequired


def _keep(request: SignedInRequest, institution: Institution, row: SignOn) -> HttpResponse:
    form = ProviderForm(request.POST, sign_on=row)
    if not form.is_valid():
        return _page(request, institution, row, form=form, status=400)
    if not limits.allows(request, "check_provider", key=str(request.user.pk)):
        form.add_error("issuer", "That was tried often within an hour. Try again later.")
        return _page(request, institution, row, form=form, status=429)
    try:
        actions.set_up_sign_on(sign_on=row, by=request.user, now=clock.now(), **form.cleaned_data)
    except actions.Refused as refusal:
        form.add_error("issuer", refusal.sentence)
        return _page(request, institution, row, form=form, status=refusal.status)
    messages.success(
        request, "The provider answers and is kept. Let one person sign on through it now."
    )
    return redirect("members:sign_on", institution.slug)


@signed_in
@require_POST
def begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN14] Draws the address that the provider has to know."""
    institution = _administered(request, slug)
    actions.begin_sign_on(institution=institution, by=request.user, now=clock.now())
    return redirect("members:sign_on", slug)


@signed_in
@require_POST
def require(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN14]"""
    row = _row_to_change(request, slug)
    form = RequireForm(request.POST, sign_on=row)
    if not form.is_valid():
        return _page(request, row.institution, row, form=_form(row), require_form=form, status=400)
    try:
        actions.require_sign_on(sign_on=row, by=request.user, now=clock.now(), **form.cleaned_data)
    except actions.Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(
            request, row.institution, row, form=_form(row), require_form=form,
            status=refusal.status,
        )  # fmt: skip
    messages.success(request, f"From now on the people of {row.institution} sign on through it.")
    return redirect("members:sign_on", slug)


@signed_in
@require_POST
def optional(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN14]"""
    row = _row_to_change(request, slug)
    try:
        actions.stop_requiring_sign_on(sign_on=row, by=request.user, now=clock.now())
    except actions.Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "People may come in by other ways again.")
    return redirect("members:sign_on", slug)


@signed_in
@require_POST
def remove(request: SignedInRequest, slug: str) -> HttpResponse:
    """[IN14]"""
    row = _row_to_change(request, slug)
    actions.remove_sign_on(sign_on=row, by=request.user, now=clock.now())
    messages.success(request, f"{row.institution} has no sign-on any more. Its people use codes.")
    return redirect("members:sign_on", slug)


def _administered(request: SignedInRequest, slug: str) -> Institution:
    institution = get_object_or_404(Institution.objects.active(), slug=slug)
    if not permissions.user_can_set_up_sign_on(request.user):
        raise PermissionDenied
    return institution


def _row_to_change(request: SignedInRequest, slug: str) -> SignOn:
    institution = _administered(request, slug)
    fresh_proof.require(request)
    return get_object_or_404(_rows(), institution=institution)


def _rows() -> Any:
    return SignOn.objects.select_related("institution", "app", "break_glass")


def _row(institution: Institution) -> SignOn | None:
    return _rows().filter(institution=institution).first()


def _form(row: SignOn | None) -> ProviderForm | None:
    if row is None:
        return None
    kept = {"issuer": row.issuer, "client_id": row.app.client_id} if row.app else {}
    return ProviderForm(initial=kept, sign_on=row)


def _require_form(row: SignOn | None) -> RequireForm | None:
    return RequireForm(initial={"break_glass": row.break_glass_id}, sign_on=row) if row else None


def _page(
    request: SignedInRequest,
    institution: Institution,
    row: SignOn | None,
    *,
    form: ProviderForm | None,
    require_form: RequireForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "institution": institution,
        "sign_on": row,
        "form": form,
        "domains": sorted(queries.domains_counting_for(institution)),
        "require_form": require_form or _require_form(row),
        "callback": f"{settings.BASE_URL}{row.get_callback_url()}" if row else "",
    }
    return render(request, "members/sign_on.html", context, status=status)
