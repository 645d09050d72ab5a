"""How questions are put: words come from practices.record, lengths from the model."""

from __future__ import annotations

import difflib
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from collaborative.core.minnesota import COUNTIES
from practices.answers import PlainText, Words
from practices.choices import CHOICES
from practices.models import Practice
from practices.record import QUESTIONS

NOT_A_CHOICE = {"invalid_choice": "This is not one of the choices. Choose again."}
TITLE_MISSING = {"required": "Give it a title."}
# Above any sum a practice costs, and within PostgreSQL's integer.
MOST_DOLLARS = 1_000_000_000
ALL_COUNTIES = "all"
BY_FOLDED_NAME = {name.casefold(): name for name in COUNTIES} | {
    name.casefold().replace(".", "").replace("st ", "saint "): name
    for name in COUNTIES
    if name.startswith("St.")
}


def longest(name: str) -> int:
    return Practice.question(name).max_length or 0


def told(name: str, rows: int = 4) -> PlainText:
    """An answer over several lines."""
    return PlainText(
        **_asked(name),
        max_length=longest(name),
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(name: str, most: int = 0) -> Words:
    """An answer in one line."""
    return Words(**_asked(name), max_length=most or longest(name))


def one_of(name: str, choices: dict[str, str] | None = None) -> forms.ChoiceField:
    """One choice, or none: the first says so, since a radio button cannot be taken back."""
    given = list((choices or CHOICES[name]).items())
    return forms.ChoiceField(
        **_asked(name),
        choices=[("", "Not said yet"), *given],
        error_messages=NOT_A_CHOICE,
        widget=forms.RadioSelect,
    )


def any_of(name: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        **_asked(name),
        choices=list(CHOICES.get(name, {}).items()),
        error_messages=NOT_A_CHOICE,
        widget=forms.CheckboxSelectMultiple,
    )


class DollarsField(forms.IntegerField):
    """Whole dollars as people write them: $24,000."""

    default_error_messages = {
        "invalid": "Write whole dollars in figures, like 24,000.",
        "min_value": "Write a sum of 0 or more.",
        "max_value": "This is more than a billion dollars. Is it a slip?",
    }

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_DOLLARS, widget=forms.TextInput, **more)
        self.widget.attrs["inputmode"] = "numeric"

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip().lstrip("$").replace(",", "").replace(" ", "")
        return super().to_python(text if text.isascii() else "?")

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


def dollars(name: str) -> DollarsField:
    return DollarsField(**_asked(name))


def number(name: str, field: type[forms.Field], *, low: Any, high: Any, sentence: str) -> Any:
    """A number between two bounds, with one sentence for whatever it is not."""
    bounds = [MinValueValidator(low, sentence), MaxValueValidator(high, sentence)]
    messages = dict.fromkeys(
        ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"), sentence
    )
    asked = field(
        **_asked(name), validators=bounds, error_messages=messages, widget=forms.TextInput
    )
    asked.widget.attrs["inputmode"] = "decimal"
    return asked


class CountiesField(Words):
    """Names of Minnesota's counties with commas between them; “all” for the whole state."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text.casefold().strip(" .") in {ALL_COUNTIES, "all of minnesota", "statewide"}:
            return list(COUNTIES)
        named = [word.strip() for word in text.replace(";", ",").split(",") if word.strip()]
        found = {self._county(word) for word in named}
        return [name for name in COUNTIES if name in found]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return ALL_COUNTIES if len(value) == len(COUNTIES) else ", ".join(value)
        return value

    @staticmethod
    def _county(word: str) -> str:
        plain = word.casefold().removesuffix(" county").strip()
        if plain in BY_FOLDED_NAME:
            return BY_FOLDED_NAME[plain]
        if (dotted := f"st. {plain[3:]}") in BY_FOLDED_NAME and plain.startswith("st "):
            return BY_FOLDED_NAME[dotted]
        near = difflib.get_close_matches(plain[:40], BY_FOLDED_NAME, n=1)
        guess = f" Did you mean {BY_FOLDED_NAME[near[0]]}?" if near else ""
        raise forms.ValidationError(f"“{word[:40]}” is not a county of Minnesota.{guess}")


def county_names(name: str) -> CountiesField:
    return CountiesField(**_asked(name), max_length=2000)


def _asked(name: str) -> dict[str, Any]:
    question = QUESTIONS[name]
    return {"label": question.label, "help_text": question.hint, "required": False}
