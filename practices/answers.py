"""Answers as people type them: long ones are counted, never cut; dates are read in many ways."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.dates import MONTHS

from collaborative.core.words import plain, plain_line

YEAR = r"(?P<year>(?:19|20)\d\d)"
WAYS = (
    re.compile(YEAR),
    re.compile(rf"{YEAR}[-/.](?P<month>\d{{1,2}})"),
    re.compile(rf"(?P<month>\d{{1,2}})[-/.]{YEAR}"),
    re.compile(rf"(?P<word>[a-z]+)\.?,?(?: of)? {YEAR}"),
    re.compile(rf"{YEAR},? (?P<word>[a-z]+)\.?"),
)
SHORTEST_MONTH = 3
# A part of a year names no month: the year is kept.
PARTS_OF_A_YEAR = {
    "spring", "summer", "fall", "autumn", "winter", "early", "mid", "late", "about", "around",
    "circa", "since", "in",
}  # fmt: skip
LAST_MONTH = 12


class Words(forms.CharField):
    """Text of a longest length. The browser is not told: it would cut what is pasted, silently."""

    def __init__(self, *, max_length: int, **more: Any) -> None:
        super().__init__(**more)
        self.max_length = max_length

    def to_python(self, value: Any) -> Any:
        return plain_line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        over = len(value or "") - (self.max_length or 0)
        if over > 0:
            signs = "1 character" if over == 1 else f"{over:,} characters"
            raise forms.ValidationError(
                f"{signs} too many: keep it to {self.max_length:,} characters.", code="max_length"
            )


class PlainText(Words):
    """Text over several lines: browsers send CR LF, the rest of the world counts one sign."""

    def to_python(self, value: Any) -> Any:
        return plain(forms.CharField.to_python(self, value) or "").strip()


def year_and_month(text: str) -> str | None:
    """“March 2020”, “3/2020” and “2020-03” as 2020-03; “spring 2020” as 2020; else None."""
    plain = " ".join(text.casefold().split())
    for way in WAYS:
        if found := way.fullmatch(plain):
            named = found.groupdict()
            month = _month(named.get("month") or "", named.get("word") or "")
            if month is None:
                return None
            return f"{named['year']}-{month:02d}" if month else named["year"]
    return None


def _month(number: str, word: str) -> int | None:
    """1 to 12; 0: none is said; None: not a month."""
    if number:
        return int(number) if 1 <= int(number) <= LAST_MONTH else None
    if not word or word in PARTS_OF_A_YEAR:
        return 0
    if len(word) < SHORTEST_MONTH:
        return None
    return next(
        (place for place, name in MONTHS.items() if str(name).casefold().startswith(word)),
        9 if word == "sept" else None,
    )
