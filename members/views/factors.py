"""Second factors, where allauth's own pages leave something open."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect


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
