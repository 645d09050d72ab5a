"""Finding people, and writing to one."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import Any

from django import forms

from collaborative.directory.queries import Choices, Wanted
from members.forms import SpeakingForm

KEY = re.compile(r"[0-9a-f]{32}")
BREAKS_A_LINE = {"Cc", "Zl", "Zp"}  # control characters, line and paragraph separators


class FindForm(forms.Form):
    """Narrows the directory. A choice that is not in the list is named and does not narrow."""

    q = forms.CharField(
        label="Name or institution",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    institution = forms.ChoiceField(label="Institution", required=False)
    scope = forms.ChoiceField(label="Cares about", required=False)
    year = forms.TypedChoiceField(label="DLP year", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("institution", [(one.slug, one.name) for one in choices.institutions])
        self._choose("scope", [(area.slug, area.name) for area in choices.areas])
        self._choose("year", [(year, str(year)) for year in choices.years])

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", "Any"), *choices]
        field.error_messages["invalid_choice"] = "Choose from this list."

    def wanted(self) -> Wanted:
        """As far as it could be understood."""
        self.is_valid()
        cleaned = self.cleaned_data
        return Wanted(
            words=cleaned.get("q", ""),
            institution=cleaned.get("institution", ""),
            scope=cleaned.get("scope", ""),
            year=cleaned.get("year"),
        )


class LetterForm(SpeakingForm):
    """Words to one person. The key is made with the form: one form sends one letter."""

    subject = forms.CharField(
        label="Subject",
        max_length=120,
        error_messages={"required": "Write in a few words what it is about."},
    )
    text = forms.CharField(
        label="Your letter",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write something first."},
    )
    shows_address = forms.BooleanField(
        label="Let my e-mail address be seen, so that I can be answered by mail",
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput)

    field_order = ("speaks_for", "subject", "text", "shows_address", "key")

    def __init__(self, data: Any = None, *, can_be_answered: bool, **kwargs: Any) -> None:
        if data is not None and not KEY.fullmatch(data.get("key", "")):
            data = data.copy()
            data["key"] = new_key()  # an old page loses no words
        super().__init__(data, initial={"key": new_key()}, **kwargs)
        self.fields["shows_address"].help_text = (
            "Without it the answer comes through the portal too, and both addresses stay hidden."
            if can_be_answered
            else "You are not shown in the directory or get no letters, so this is the only way "
            "to answer you."
        )

    def words(self) -> dict[str, Any]:
        """What `actions.write` takes beside the voice."""
        return {name: value for name, value in self.cleaned_data.items() if name != "speaks_for"}

    def clean_subject(self) -> str:
        subject = self.cleaned_data["subject"]
        if any(unicodedata.category(sign) in BREAKS_A_LINE for sign in subject):
            raise forms.ValidationError("Write the subject on one line, without tabs.")
        return subject


def new_key() -> str:
    return secrets.token_hex(16)


class TakesLettersForm(forms.Form):
    takes = forms.BooleanField(
        label="Members of the collaborative may write to me",
        required=False,
        help_text="They write on your page in the directory and never see your address. "
        "Only people who are shown there can be written to.",
    )
