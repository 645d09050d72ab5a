"""Forms of people and institutions."""

from __future__ import annotations

from django import forms


class SignupDetails(forms.Form):
    """Asked at sign-up beside the address."""

    name = forms.CharField(label="Your name", max_length=120)

    def signup(self, request, user) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
