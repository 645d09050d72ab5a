"""Forms whose words others read without a draft: the patient screen asks before they are kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from collaborative.core import clock
from practices.screening import screen

# Enough of a text that is too long anyway.
MOST_LOOKED_AT = 8000
MOST_NAMED = 3


class AskedAboutPatients(forms.Form):
    """Where the words of `screened` may tell who a patient is, the writer is asked once."""

    screened: ClassVar[tuple[str, ...]] = ("text",)

    is_nobody = forms.BooleanField(
        label="I have looked again: this does not tell who a patient is",
        error_messages={
            "required": "Take out what could tell who a patient is, or tick this if it does not."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signs = self._signs() if self.is_bound else []
        if not self.signs:
            del self.fields["is_nobody"]
            return
        # Last, whatever a form asks: it is about all that was written above.
        self.fields["is_nobody"] = self.fields.pop("is_nobody")
        named = ", ".join(f"“{one}”" for one in self.signs[:MOST_NAMED])
        self.fields["is_nobody"].help_text = f"We stopped at {named}."

    def _signs(self) -> list[str]:
        """The words that made us ask, each once."""
        today = clock.now().date()
        found = [
            finding.words
            for name in self.screened
            for finding in screen(
                str(self.data.get(self.add_prefix(name), ""))[:MOST_LOOKED_AT], today
            )
            if finding.needs_answer and finding.words
        ]
        return list(dict.fromkeys(found))
