"""A question whose answer comes in lines of the same shape. Works without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from collaborative.core.words import plain_line
from practices.answers import year_and_month
from practices.record import QUESTIONS
from practices.rows import ROWS, Column, Row, Rows

# Empty lines at the end, for what is still to come.
SPARE = 2
DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
IS_ADDRESS = URLValidator(schemes=["http", "https"])
YEAR = re.compile(r"(?:19|20)\d\d")
COUNT = re.compile(r"\d{1,9}")
LONGEST_DATE = 40


class RowsWidget(forms.Widget):
    """Named `risks-0-mitigation` and so on; lines that the sender left out are not there."""

    use_fieldset = True

    def __init__(self, shape: Rows) -> None:
        super().__init__()
        self.shape = shape

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:  # noqa: ARG002  Django's signature
        rows = []
        # One more than may be, so that too many are told rather than cut.
        for place in range(self.shape.most + SPARE + 1):
            row = {
                column.name: str(data.get(f"{name}-{place}-{column.name}") or "")
                for column in self.shape.columns
            }
            rows.append(row)
        while rows and not any(rows[-1].values()):
            rows.pop()
        return rows

    def data_of(self, name: str, rows: list[Row], *, spare: int = 0) -> dict[str, str]:
        """What a browser would send for these rows, and for so many empty ones after them."""
        room = min(len(rows) + spare, max(self.shape.most, len(rows)))
        return {
            f"{name}-{place}-{column.name}": row.get(column.name, "")
            for place, row in enumerate([*rows, *({} for _ in range(room - len(rows)))])
            for column in self.shape.columns
        }

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002  Django's signature
    ) -> SafeString:
        rows: list[Row] = list(value or [])
        number = min(max(len(rows) + SPARE, SPARE + 1), max(self.shape.most, len(rows)))
        rows += [{} for _ in range(number - len(rows))]
        lines = [
            [
                {
                    "column": column,
                    "name": f"{name}-{place}-{column.name}",
                    "id": f"id_{name}_{place}_{column.name}",
                    "value": row.get(column.name, ""),
                }
                for column in self.shape.columns
            ]
            for place, row in enumerate(rows)
        ]
        context = {
            "lines": lines, "shape": self.shape, "id": (attrs or {}).get("id", f"id_{name}"),
            "may_have_more": number < self.shape.most,
        }  # fmt: skip
        return SafeString(render_to_string("practices/_rows.html", context))


class RowsField(forms.Field):
    """Gives a list of rows whose cells are plain, short enough and of the form that is asked."""

    def __init__(self, name: str) -> None:
        self.shape = ROWS[name]
        question = QUESTIONS[name]
        super().__init__(
            required=False,
            label=question.label,
            help_text=question.hint,
            widget=RowsWidget(self.shape),
        )

    def clean(self, value: Any) -> list[Row]:
        rows, wrong = [], []
        for place, given in enumerate(value or [], start=1):
            row = {}
            for column in self.shape.columns:
                text = plain_line(given.get(column.name, ""))
                try:
                    row[column.name] = _cell(column, text)
                except forms.ValidationError as error:
                    wrong.append(f"Line {place}, {column.label.lower()}: {error.messages[0]}")
                    row[column.name] = text
            if not any(row.values()):
                continue
            if not row[self.shape.needed]:
                label = self.shape.column(self.shape.needed).label.lower()
                wrong.append(f"Line {place}: fill in “{label}”, or empty the line.")
            rows.append(row)
        if len(rows) > self.shape.most:
            wrong.append(f"Keep the {self.shape.most} that matter most.")
        if wrong:
            raise forms.ValidationError(wrong)
        return rows


def _cell(column: Column, text: str) -> str:
    """The cell as it is kept, or what to do about it."""
    if not text:
        return ""
    if column.choices and text not in dict(column.choices):
        raise forms.ValidationError("this is not one of the choices. Choose again.")
    read = READERS[column.form](text)
    if len(read) > column.longest:
        over = len(read) - column.longest
        raise forms.ValidationError(f"{over} too many characters: at most {column.longest}.")
    return read


def _when(text: str) -> str:
    read = year_and_month(text[:LONGEST_DATE])
    if read is None:
        raise forms.ValidationError("write a year, or a month and a year: 2019 or March 2019.")
    return read


def _count(text: str) -> str:
    digits = text.replace(",", "").replace(" ", "")
    if not (digits.isascii() and COUNT.fullmatch(digits)):
        raise forms.ValidationError("write a number of people in figures, like 800.")
    return str(int(digits))


def _year(text: str) -> str:
    if not (text.isascii() and YEAR.fullmatch(text)):
        raise forms.ValidationError("write a year in four figures.")
    return text


def _address(text: str) -> str:
    """A DOI as its address; else an address of the web. Nothing that could run as a program."""
    if found := DOI.fullmatch(text):
        text = f"https://doi.org/{found[1]}"
    try:
        IS_ADDRESS(text)
    except forms.ValidationError:
        sentence = "write an address that begins with https://, or a DOI."
        raise forms.ValidationError(sentence) from None
    return text


READERS: dict[str, Callable[[str], str]] = {
    "words": str, "when": _when, "count": _count, "year": _year, "address": _address,
}  # fmt: skip
