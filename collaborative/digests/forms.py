"""What a member is asked about digests."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from practices.models import ScopeArea

from .enums import Frequency

OFF = "off"
KEY = re.compile(r"^[0-9a-f]{16}\Z")


class PreferencesForm(forms.Form):
    """How often, and of which scope areas; none chosen means all."""

    how_often = forms.ChoiceField(
        label="How often would you like a digest?",
        choices=[
            *Frequency.choices,
            (OFF, "Not at all"),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how often, or “Not at all”.",
            "invalid_choice": "Choose how often, or “Not at all”.",
        },
    )
    scopes = forms.MultipleChoiceField(
        label="Scope areas",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the areas on this page."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = ScopeArea.objects.in_order().values_list("slug", "name")
        self.fields["scopes"].choices = list(areas)  # type: ignore[attr-defined]

    @property
    def wants_one(self) -> bool:
        return self.cleaned_data["how_often"] != OFF


class CommentMailForm(forms.Form):
    """The wish to be written to at once, beside the digest."""

    wants = forms.BooleanField(
        label="Write to me when somebody comments on a practice of mine, or answers my comment",
        required=False,
    )


class ExtraIssueForm(forms.Form):
    """The confirmation of an extra issue; the key was made with the form."""

    key = forms.RegexField(
        regex=KEY,
        widget=forms.HiddenInput,
        error_messages={
            "required": "Open this page again, then send.",
            "invalid": "Open this page again, then send.",
        },
    )
