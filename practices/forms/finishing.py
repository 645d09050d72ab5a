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

    may_be_asked = forms.BooleanField(
        label="I may be asked about this practice",
        required=False,
        help_text="Once it is public, members of the collaborative read your name and role below "
        "it and can ask you through the portal. Your address stays hidden until you show it. You "
        "can take this back at any time.",
    )
    # Whether the box was ticked when the page was opened: one left alone changes nothing.
    asked_seen = forms.CharField(required=False, max_length=3, widget=forms.HiddenInput)

    def __init__(self, *args: Any, belongs: bool, **kwargs: Any) -> None:
        """`belongs`: to the practice's institution, so that this person could be asked."""
        super().__init__(*args, **kwargs)
        if not belongs:
            del self.fields["may_be_asked"], self.fields["asked_seen"]

    @classmethod
    def initial_of(cls, practice: Practice, *, is_contact: bool) -> dict[str, Any]:
        note = practice.note_to_steward
        return {
            "note": note,
            "note_seen": _sum_of(note),
            "may_be_asked": is_contact,
            "asked_seen": "yes" if is_contact else "no",
        }

    def changed_wish(self) -> bool | None:
        """Whether the person may be asked, if they touched that."""
        wish: bool | None = self.cleaned_data.get("may_be_asked")
        return None if wish is None or wish == (self.cleaned_data["asked_seen"] == "yes") else wish

    def changed_note(self) -> str | None:
        """The note to the steward, if the writer touched it."""
        note: str = self.cleaned_data.get("note", "")
        return None if _sum_of(note) == self.cleaned_data.get("note_seen", "") else note


def _sum_of(note: str) -> str:
    return sha256(note.encode()).hexdigest()[:16] if note else ""
