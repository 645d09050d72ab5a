"""The first step of a practice."""

from __future__ import annotations

from typing import Any

from django import forms

from members.forms import SpeakingForm
from practices.answers import Words
from practices.models.practices import make_draft_key

from .asking import TITLE_MISSING, longest


class ShareForm(SpeakingForm):
    """The first step asks for a title and, where there are several, for the institution."""

    title = Words(
        label="Title",
        max_length=longest("title"),
        error_messages=TITLE_MISSING,
        help_text="Say what you do and for whom. Example: Interpreters on the ward at night",
    )
    draft_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    field_order = ("title", "speaks_for", "draft_key")
    may_speak_for_all = False  # a practice is an institution's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["draft_key"].initial = make_draft_key
        self.fields["speaks_for"].label = "Which institution says this?"
