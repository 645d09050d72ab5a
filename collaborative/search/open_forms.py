"""What a member asks the consortium, and how others answer."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from members.forms import SpeakingForm
from practices.answers import PlainText, Words
from practices.forms.patients import AskedAboutPatients
from practices.forms.talking import KEY, new_key
from practices.models import Practice, ScopeArea

from .models.open_questions import LONGEST_ANSWER, LONGEST_QUESTION

SLUG = re.compile(r"(?:.*/practices/)?([a-z0-9-]+)/?(?:[?#].*)?")


class _Written(AskedAboutPatients, SpeakingForm):
    """The key is made with the form, which writes once."""

    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: Any = None, **kwargs: Any) -> None:
        if data is not None and not KEY.fullmatch(data.get("key", "")):
            data = data.copy()
            data["key"] = new_key()  # an old page loses no words
        super().__init__(data, initial={"key": new_key(), **(initial or {})}, **kwargs)


class OpenQuestionForm(_Written):
    text = PlainText(
        label="Your question to the consortium",
        max_length=LONGEST_QUESTION,
        help_text="Members read it with your name and institution. The public does not. Example: "
        "Has anybody trained interpreters for Karen-speaking patients in dialysis?",
        error_messages={"required": "Write your question first."},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    area = forms.ModelChoiceField(
        ScopeArea.objects.in_order(),
        label="Area of work",
        required=False,
        to_field_name="slug",
        empty_label="None of them in particular",
        error_messages={"invalid_choice": "This is not one of the areas. Choose again."},
    )

    field_order = ("text", "area", "speaks_for", "key")


class OpenAnswerForm(_Written):
    text = PlainText(
        label="Your answer",
        max_length=LONGEST_ANSWER,
        help_text="Members read it with your name and institution. Who asked gets it by mail.",
        error_messages={"required": "Write your answer first."},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    practice = Words(
        label="A practice to read",
        max_length=300,
        required=False,
        help_text="Its address, from the top of your browser. Example: "
        "/practices/interpreters-at-night/",
    )

    field_order = ("text", "practice", "speaks_for", "key")

    def clean_practice(self) -> Practice | None:
        typed = self.cleaned_data["practice"]
        if not typed:
            return None
        named = SLUG.fullmatch(typed.lower())
        found = Practice.objects.live().without_bodies().filter(slug=named[1]) if named else None
        practice = found.first() if found is not None else None
        if practice is None:
            raise forms.ValidationError("No public practice has this address. Look at it again.")
        return practice
