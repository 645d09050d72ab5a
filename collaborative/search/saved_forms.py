"""What a person is asked about a saved search."""

from __future__ import annotations

from django import forms

from members.fields import OneLine

from .enums import Telling
from .models.saved import LONGEST_NAME


class SavedSearchForm(forms.Form):
    """A name of one's own, and how one wants to hear of what is new."""

    name = OneLine(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="Only you see it. Example: Night interpreters in small hospitals",
        error_messages={"required": "Give it a name, so that you find it again."},
    )
    tells = forms.ChoiceField(
        label="How do you want to hear of something new?",
        choices=Telling.choices,
        initial=Telling.DIGEST,
        help_text="Digests go to members who chose to get one, under “Your digest”.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how you want to hear of it.",
            "invalid_choice": "This is not one of the choices. Choose again.",
        },
    )
