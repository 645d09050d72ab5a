"""What people are asked about a practice that their institution took up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from members.forms import SpeakingForm
from practices.answers import PlainText, Words, year_and_month
from practices.enums import ADOPTION_MEANS, AdoptionState
from practices.models import Adoption

from .patients import AskedAboutPatients

NOT_A_DATE = "Write a year, or a month and a year: 2024 or March 2024."


def _long(name: str, label: str, hint: str, rows: int) -> PlainText:
    return PlainText(
        label=label,
        required=False,
        max_length=Adoption.question(name).max_length or 0,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AdoptionForm(AskedAboutPatients):
    """One line of the ledger."""

    screened = ("changed", "outcome", "stopped_reason")

    state = forms.ChoiceField(
        label="How far are you with it?",
        choices=[
            (state.value, f"{state.label}: {ADOPTION_MEANS[state]}") for state in AdoptionState
        ],
        error_messages={
            "required": "Say how far your institution is with it.",
            "invalid_choice": "This is not one of the choices. Choose again.",
        },
        widget=forms.RadioSelect,
    )
    started = Words(
        label="When did you start?",
        required=False,
        max_length=40,
        help_text="A year, or a month and a year. Example: 2024 or March 2024",
    )
    changed = _long(
        "changed", "What did you change, and why?",
        "What fits elsewhere rarely fits everywhere. Example: We have no night staff, so the "
        "interpreters answer by video after 10 in the evening.", 5,
    )  # fmt: skip
    outcome = _long(
        "outcome", "What came of it?",
        "Early signs count, and so does “nothing yet”. Leave out groups of ten people or fewer.", 5,
    )  # fmt: skip
    stopped_reason = _long(
        "stopped_reason", "If you stopped: why?",
        "It helps others most. Example: The grant ended and no budget took it over.", 3,
    )  # fmt: skip
    ended = Words(
        label="If you stopped: when?",
        required=False,
        max_length=40,
        help_text="A year, or a month and a year.",
    )
    # The version that the writer had before the eyes.
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def words(self) -> dict[str, str]:
        """What the actions take."""
        return {name: self.cleaned_data.get(name) or "" for name in Adoption.WORDS}

    def show_version(self, version: int) -> None:
        """The form comes back after somebody else's words: sent again, it replaces those."""
        data = MultiValueDict(self.data)
        data["version"] = str(version)
        self.data = data

    def clean_started(self) -> str:
        return self._date("started")

    def clean_ended(self) -> str:
        return self._date("ended")

    def _date(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        read = year_and_month(text) if text else ""
        if read is None:
            raise forms.ValidationError(NOT_A_DATE)
        return read

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or {}
        if words.get("state") == AdoptionState.STOPPED:
            if not words.get("stopped_reason") and "stopped_reason" not in self.errors:
                self.add_error("stopped_reason", "Say why it stopped: it helps others most.")
            started, ended = words.get("started") or "", words.get("ended") or ""
            if started and ended and ended < started[: len(ended)]:
                self.add_error("ended", "This is before the start.")
        elif words.get("state"):
            for name in ("stopped_reason", "ended"):
                if words.get(name):
                    self.add_error(
                        name, "This is for those who stopped. Empty it, or choose “Stopped”."
                    )
        return words


class ReportForm(AdoptionForm, SpeakingForm):
    """The first words, and for which institution they are said."""

    field_order = ("speaks_for", *AdoptionForm.base_fields)
    may_speak_for_all = False  # a line of the ledger is an institution's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaks_for"].label = "Which institution uses it?"


class DeclineForm(forms.Form):
    """A steward's sentence to a colleague."""

    note = PlainText(
        label="Why not like this?",
        max_length=1000,
        error_messages={"required": "Write a sentence, so that your colleague knows why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RemoveForm(forms.Form):
    reason = PlainText(
        label="Why does it have to go?",
        max_length=400,
        help_text="Its stewards and who wrote it read this. Do not repeat what must not be read.",
        error_messages={"required": "Write a sentence, so that they know why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
