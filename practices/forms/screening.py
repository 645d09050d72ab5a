"""One answer about each place that the patient screen found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.html import format_html

from practices import actions, queries
from practices.answers import Words
from practices.enums import ScreenAnswer
from practices.models.screening import LONGEST_NOTE
from practices.screening.signs import Kind

NOT_YET = ("", "Choose an answer")
# What fits words, and what fits a picture or a file that nobody but a person can look through.
ABOUT_WORDS = (
    ScreenAnswer.STAFF, ScreenAnswer.INSTITUTIONS_OWN, ScreenAnswer.PUBLIC_FIGURE,
    ScreenAnswer.NOT_A_PERSON, ScreenAnswer.AGREED, ScreenAnswer.OTHER,
)  # fmt: skip
ABOUT_FILES = (
    ScreenAnswer.LOOKED, ScreenAnswer.STAFF, ScreenAnswer.PUBLIC_FIGURE, ScreenAnswer.AGREED,
    ScreenAnswer.OTHER,
)  # fmt: skip
# What one page asks about, open ones first; the rest comes once these are answered.
MOST_ASKED = 100


def _label(text: str, one: queries.Asked) -> str:
    """Told apart also by those who hear one question after the other."""
    about = f"{one.finding.sign.title}, {one.label}"
    return format_html('{}<span class="visually-hidden"> {}</span>', text, about)


class AnswersForm(forms.Form):
    """Each finding has an answer and a note. None is needed to save: what is given is kept."""

    def __init__(self, *args: Any, asked: list[queries.Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fit = [one for one in asked if one.needs_answer or one.is_settled]
        self.asked = sorted(fit, key=lambda one: one.is_settled)[:MOST_ASKED]
        for one in self.asked:
            self._add(one)

    def _add(self, one: queries.Asked) -> None:
        fits = ABOUT_FILES if one.finding.kind in {Kind.FACE, Kind.UNREAD} else ABOUT_WORDS
        given = one.answered if one.is_settled else None
        choices = [(answer.value, answer.label) for answer in fits]
        if given is not None and given.answer not in dict(choices):
            choices.append((given.answer, given.get_answer_display()))
        self.fields[f"answer-{one.key}"] = forms.ChoiceField(
            label=_label("May it stay?", one),
            required=False,
            choices=[NOT_YET, *choices],
            initial=given.answer if given else "",
            error_messages={"invalid_choice": "This is not one of the choices. Choose again."},
        )
        self.fields[f"note-{one.key}"] = Words(
            label=_label("A note for your steward", one),
            required=False,
            max_length=LONGEST_NOTE,
            initial=given.note if given else "",
            help_text="Do not repeat what must not be read.",
            # In a line, Enter would press the first button of the page.
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict[str, Any] | None:
        for one in self.asked:
            note = self.cleaned_data.get(f"note-{one.key}", "")
            if self.cleaned_data.get(f"answer-{one.key}") == ScreenAnswer.OTHER and not note:
                self.add_error(f"note-{one.key}", "Say in a note why it may stay.")
        return self.cleaned_data

    def answers(self) -> dict[str, actions.Given]:
        """The answers that can be kept, also where another one has an error."""
        kept = {}
        for one in self.asked:
            names = (f"answer-{one.key}", f"note-{one.key}")
            answer = self.cleaned_data.get(names[0], "")
            if answer and not any(name in self.errors for name in names):
                kept[one.key] = actions.Given(answer, self.cleaned_data.get(names[1], ""))
        return kept

    def entries(self) -> Iterator[tuple[queries.Asked, forms.BoundField, forms.BoundField]]:
        for one in self.asked:
            yield one, self[f"answer-{one.key}"], self[f"note-{one.key}"]
