"""What a steward or a coordinator says to an author."""

from __future__ import annotations

from django import forms

from practices.answers import PlainText


class NoteForm(forms.Form):
    """A steward's sentence to the author."""

    note = PlainText(
        label="What should the author change?",
        max_length=1000,
        error_messages={"required": "Write a sentence, so that the author knows what to change."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TakeDownForm(forms.Form):
    reason = PlainText(
        label="Why does it have to go?",
        max_length=400,
        help_text="The author and the stewards read this. Do not repeat what must not be read.",
        error_messages={"required": "Write a sentence, so that the author knows why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
