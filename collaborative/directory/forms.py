"""Finding people."""

from __future__ import annotations

from typing import Any

from django import forms

from collaborative.directory.queries import Choices, Wanted


class FindForm(forms.Form):
    """Narrows the directory. A choice that is not in the list is named and does not narrow."""

    q = forms.CharField(
        label="Name or institution",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    institution = forms.ChoiceField(label="Institution", required=False)
    scope = forms.ChoiceField(label="Cares about", required=False)
    year = forms.TypedChoiceField(label="DLP year", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("institution", [(one.slug, one.name) for one in choices.institutions])
        self._choose("scope", [(area.slug, area.name) for area in choices.areas])
        self._choose("year", [(year, str(year)) for year in choices.years])

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", "Any"), *choices]
        field.error_messages["invalid_choice"] = "Choose from this list."

    def wanted(self) -> Wanted:
        """As far as it could be understood."""
        self.is_valid()
        cleaned = self.cleaned_data
        return Wanted(
            words=cleaned.get("q", ""),
            institution=cleaned.get("institution", ""),
            scope=cleaned.get("scope", ""),
            year=cleaned.get("year"),
        )
