"""The last step: files that others may use, and on what terms."""

from __future__ import annotations

from typing import Any

from django import forms

from collaborative.core.uploads import CheckedFileField
from practices import record
from practices.answers import Words

from .asking import NOT_A_CHOICE, one_of
from .steps import StepForm


class FilesForm(StepForm):
    """A version carries the files that are ticked; a new one comes with a word on what it is."""

    step = record.STEPS[7]

    file_ids = forms.TypedMultipleChoiceField(
        label=record.QUESTIONS["file_ids"].label,
        help_text=record.QUESTIONS["file_ids"].hint,
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_A_CHOICE,
    )
    new_file = CheckedFileField(
        label="Add a file",
        required=False,
        help_text="PDF, Word, Excel, PowerPoint, CSV, text or an image; 20 MB at most. "
        "Nothing that tells who a patient is.",
    )
    new_file_description = Words(
        label="What is in this file?",
        required=False,
        max_length=200,
        help_text="Read aloud to people who cannot see it. Example: Script for the first call",
    )
    undescribed = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    licence = one_of("licence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = str(self.data.get("undescribed", "")) if self.is_bound else ""
        files = [
            (kept.pk, f"{kept.name}: {kept.description}" if kept.description else kept.name)
            for kept in self.practice.files.order_by("pk")
            if kept.description or str(kept.pk) == waiting
        ]
        self.fields["file_ids"].choices = files  # type: ignore[attr-defined]
        if not files:
            del self.fields["file_ids"]

    def _shown(self) -> tuple[str, ...]:
        return ("file_ids", "new_file", "new_file_description", "licence")

    def words(self) -> dict[str, Any]:
        words = super().words()
        if "file_ids" not in self.fields:
            words["file_ids"] = []
        return words
