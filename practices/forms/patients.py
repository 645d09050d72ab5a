"""Forms whose words others read without a draft: the patient screen asks before they are kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.crypto import salted_hmac

from collaborative.core import clock
from practices.screening import screen

# Enough of a text that is too long anyway.
MOST_LOOKED_AT = 8000
MOST_NAMED = 3
SALT = "practices.forms.patients.asked_about"


class AskedAboutPatients(forms.Form):
    """Where the words of `screened` may tell who a patient is, the writer is asked once.

    The answer holds for what was found when it was given. Words that came since are asked about.
    """

    screened: ClassVar[tuple[str, ...]] = ("text",)

    is_nobody = forms.BooleanField(
        label="I have looked again: this does not tell who a patient is",
        error_messages={
            "required": "Take out what could tell who a patient is, or tick this if it does not."
        },
    )
    # A keyed hash of each sign that the writer was asked about.
    asked_about = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signs = self._signs() if self.is_bound else []
        if not self.signs:
            del self.fields["is_nobody"], self.fields["asked_about"]
            return
        # Last, whatever a form asks: it is about all that was written above.
        self.fields["is_nobody"] = self.fields.pop("is_nobody")
        new = self._ask_anew()
        named = ", ".join(f"“{one}”" for one in [*new, *self.signs][:MOST_NAMED])
        self.fields["is_nobody"].help_text = f"We stopped at {named}."

    def _ask_anew(self) -> list[str]:
        """Takes back a tick that was set before some of these signs were there: which they are."""
        tick, asked = self.add_prefix("is_nobody"), self.add_prefix("asked_about")
        data: Any = self.data
        data = data.copy()
        marks = {
            one: salted_hmac(SALT, one, algorithm="sha256").hexdigest()[:32] for one in self.signs
        }
        shown = set(str(data.get(asked, "")).split("."))
        new = [one for one, mark in marks.items() if mark not in shown]
        if new:
            data.pop(tick, None)
        data[asked] = ".".join(marks.values())
        self.data = data
        return new

    def _signs(self) -> list[str]:
        """The words that made us ask, each once."""
        today = clock.now().date()
        found = [
            finding.words
            for name in self.screened
            for finding in screen(
                str(self.data.get(self.add_prefix(name), ""))[:MOST_LOOKED_AT], today
            )
            if finding.needs_answer and finding.words
        ]
        return list(dict.fromkeys(found))
