"""A question to those who do a practice, and the answer."""

from __future__ import annotations

from typing import Any

from django import forms

from members.forms import SpeakingForm
from practices.answers import PlainText
from practices.models.questions import LONGEST_ANSWER, LONGEST_QUESTION

from .patients import AskedAboutPatients
from .talking import KEY, new_key


class QuestionForm(AskedAboutPatients, SpeakingForm):
    """Words to those who may be asked. The key is made with the form, which asks once."""

    text = PlainText(
        label="Your question",
        max_length=LONGEST_QUESTION,
        help_text="They get it by mail, with your name and institution but without your address. "
        "Nobody else reads it. Example: How did you pay for the second year?",
        error_messages={"required": "Write your question first."},
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    shows_address = forms.BooleanField(
        label="Let the one who answers see my e-mail address, so that we can write directly",
        required=False,
        help_text="It shows only once they have answered. Without it the answer reaches you all "
        "the same.",
    )
    key = forms.CharField(widget=forms.HiddenInput)

    field_order = ("text", "speaks_for", "shows_address", "key")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and not KEY.fullmatch(data.get("key", "")):
            data = data.copy()
            data["key"] = new_key()  # an old page loses no words
        # Below a practice a form for a comment stands on the same page.
        super().__init__(data, initial={"key": new_key()}, auto_id="ask_%s", **kwargs)

    def words(self) -> dict[str, Any]:
        """What `actions.ask` takes beside the voice."""
        return {name: self.cleaned_data[name] for name in ("text", "shows_address", "key")}


class AnswerForm(AskedAboutPatients):
    text = PlainText(
        label="Your answer",
        max_length=LONGEST_ANSWER,
        help_text="Who asked gets it by mail, with your name. The others who were asked read it "
        "here.",
        error_messages={"required": "Write your answer first."},
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    shows_address = forms.BooleanField(
        label="Show my e-mail address to who asked, so that we can write directly",
        required=False,
        help_text="Who asked can then answer that mail, and it goes to you. Without it your "
        "address stays hidden.",
    )
