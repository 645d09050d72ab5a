"""What an administrator types about an institution's identity provider."""

from __future__ import annotations

from typing import Any

from django import forms

from members import queries
from members.models import SignOn, User

LONGEST_CLIENT_ID = 191


class ProviderForm(forms.Form):
    """Issuer, client ID and secret, as the provider gives them."""

    issuer = forms.CharField(
        label="Issuer",
        max_length=500,
        help_text="The address by which the provider calls itself, like "
        "https://login.heronlake.example.org. We look below it for "
        "/.well-known/openid-configuration.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"required": "Write the issuer, as the provider gave it."},
    )
    client_id = forms.CharField(
        label="Client ID",
        max_length=LONGEST_CLIENT_ID,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write the client ID that the provider gave."},
    )
    secret = forms.CharField(
        label="Client secret",
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write the client secret that the provider gave."},
    )

    def __init__(self, *args: Any, sign_on: SignOn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        secret = self.fields["secret"]
        if sign_on.sealed_secret:
            secret.help_text = "One is kept. Leave this empty to go on using it."
        else:
            secret.required = True
            secret.help_text = "It is kept encrypted and shown to nobody."


class RequireForm(forms.Form):
    """Who comes in when the provider does not answer."""

    break_glass = forms.ModelChoiceField(
        label="Steward who comes in without it",
        queryset=User.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="When the provider does not answer, this person signs in with a code and the own "
        "second factor, and can look after the institution.",
        error_messages={
            "required": "Choose one steward.",
            "invalid_choice": "Choose one of the stewards on this page.",
        },
    )

    def __init__(self, *args: Any, sign_on: SignOn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["break_glass"]
        choice.queryset = queries.break_glass_candidates(  # type: ignore[attr-defined]
            sign_on.institution
        )
