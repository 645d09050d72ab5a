"""What members write about a practice, and to themselves."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django import forms

from members.forms import SpeakingForm
from practices.answers import PlainText
from practices.enums import FollowKind
from practices.models.comments import LONGEST_COMMENT
from practices.models.keeps import LONGEST_NOTE

from .patients import AskedAboutPatients

KEY = re.compile(r"[0-9a-f]{32}")


class CommentForm(AskedAboutPatients, SpeakingForm):
    """Words to a practice, or to a comment. The key is made with the form, which writes once."""

    text = PlainText(
        label="Your comment",
        max_length=LONGEST_COMMENT,
        help_text="Members of the collaborative read it with your name, role and institution. "
        "The public does not.",
        error_messages={"required": "Write something first."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = forms.CharField(widget=forms.HiddenInput)

    field_order = ("text", "speaks_for", "key")

    def __init__(self, data: Any = None, *, is_reply: bool = False, **kwargs: Any) -> None:
        if data is not None and not KEY.fullmatch(data.get("key", "")):
            data = data.copy()
            data["key"] = new_key()  # an old page loses no words
        super().__init__(data, initial={"key": new_key()}, **kwargs)
        if is_reply:
            self.fields["text"].label = "Your reply"


class ChangeCommentForm(AskedAboutPatients):
    text = PlainText(
        label="Your comment",
        max_length=LONGEST_COMMENT,
        error_messages={"required": "Write something, or take the comment back."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class HideForm(forms.Form):
    reason = PlainText(
        label="Why should nobody read it?",
        max_length=400,
        help_text="The writer reads this. Do not repeat what must not be read.",
        error_messages={"required": "Write a sentence, so that the writer knows why."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class KeepNoteForm(forms.Form):
    note = PlainText(
        label="Your note",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="Only you see it. Example: Show this to the night team in May",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FollowForm(forms.Form):
    """A button: what it names is looked up, and hidden things are as unknown as any other."""

    kind = forms.ChoiceField(choices=FollowKind.choices)
    target = forms.CharField(max_length=120)


def new_key() -> str:
    return secrets.token_hex(16)
