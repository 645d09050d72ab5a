"""Second factors and sessions, where allauth's own pages leave something open."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from members.access import SignedInRequest, signed_in


class RemoveKey(RemoveWebAuthnView):
    """[AC4] allauth asks whether the last factor may go for the app alone; this asks for keys."""

    def form_valid(self, form: object) -> HttpResponse:
        key: Authenticator = self.get_object()
        if not get_adapter().can_delete_authenticator(key):
            messages.error(
                self.request, get_adapter().error_messages["cannot_delete_authenticator"]
            )
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


@signed_in
@require_POST
def end_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """[AC4] One of one's own; it is over at its next request."""
    session = get_object_or_404(UserSession, user=request.user, pk=pk)
    session.end()
    messages.success(request, "That session is over.")
    return redirect("usersessions_list")
