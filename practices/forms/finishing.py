"""The end of writing: a note, and off to the steward."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django import forms

from practices.answers import PlainText
from practices.models import Practice


class FinishForm(forms.Form):
    """The note to the steward. It is kept with the draft until it is sent."""

    note = PlainText(
        label="A note to your steward",
        required=False,
        max_length=1000,
        help_text="Kept with the draft; goes to your steward when you submit. Example: Is the "
        "number in the result the right one?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Stands for the note that the writer had before the eyes: one left alone overwrites nothing.
    note_seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, practice: Practice) -> dict[str, Any]:
        note = practice.note_to_steward
        return {"note": note, "note_seen": _sum_of(note)}

    def changed_note(self) -> str | None:
        """The note to the steward, if the writer touched it."""
        note: str = self.cleaned_data.get("note", "")
        return None if _sum_of(note) == self.cleaned_data.get("note_seen", "") else note


def _sum_of(note: str) -> str:
    return sha256(note.encode()).hexdigest()[:16] if note else ""
