"""What a cell of a sheet says to who looks at it: a date is kept as a number and a style."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from .package import Package, attribute, tag

# Forms that every program knows by number: days, times of day, and those of East Asia.
DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
TIMES = frozenset({18, 19, 20, 21, 32, 33, 34, 35, 45, 47})
# In a form of one's own: words, escaped signs, colors and languages say nothing of days.
NOT_FORM = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|AM/PM|A/P', re.IGNORECASE)
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
LAST_DAY = 2_958_465  # December 31, 9999
LEAP = 60  # the day that never was: February 29, 1900
EPOCH, EPOCH_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001  no zone is kept
DAY, TIME = "day", "time"


@dataclass(frozen=True)
class Cells:
    """`shared`: the texts that cells point at. `kinds`: of each style, whether it shows a day."""

    shared: list[str]
    kinds: list[str]
    is_1904: bool = False
    shown: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, package: Package, workbook: Any) -> Cells:
        properties = next((one for one in workbook.iter() if tag(one) == "workbookPr"), None)
        since = attribute(properties, "date1904") if properties is not None else ""
        return cls(_shared(package), _kinds(package), since in {"1", "true"})

    def not_shown(self) -> list[str]:
        """Texts that a program kept although no cell shows them any more."""
        return [text for place, text in enumerate(self.shared) if place not in self.shown]

    def words(self, cell: Any) -> str:
        value = "".join(one.text or "" for one in cell.iter() if tag(one) in {"v", "t"})
        kind, style = attribute(cell, "t"), attribute(cell, "s")
        if kind == "s":
            if not value.isdigit() or int(value) >= len(self.shared):
                return value
            self.shown.add(int(value))
            return self.shared[int(value)]
        if kind == "d":
            return value.removesuffix("T00:00:00")
        if kind in {"", "n"} and style.isdigit() and int(style) < len(self.kinds):
            return self._moment(value, self.kinds[int(style)]) or value
        return value

    def _moment(self, value: str, kind: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return ""
        if not kind or not 0 <= number <= LAST_DAY:
            return ""
        if not self.is_1904 and number < LEAP:
            number += 1
        epoch = EPOCH_1904 if self.is_1904 else EPOCH
        try:
            moment = epoch + dt.timedelta(seconds=round(number * 86_400))
        except OverflowError:
            return ""
        if kind == TIME:
            return f"{moment:%H:%M}"
        return f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _shared(package: Package) -> list[str]:
    return [
        "".join(one.text or "" for one in item.iter() if tag(one) == "t")
        for name in package.matching(r"xl/sharedStrings\.xml")
        for item in package.tree(name)
        if tag(item) == "si"
    ]


def _kinds(package: Package) -> list[str]:
    for name in package.matching(r"xl/styles\.xml"):
        root = package.tree(name)
        own = {
            attribute(one, "numFmtId"): attribute(one, "formatCode")
            for one in root.iter()
            if tag(one) == "numFmt"
        }
        used = next((one for one in root if tag(one) == "cellXfs"), ())
        return [_kind(attribute(one, "numFmtId"), own) for one in used]
    return []


def _kind(number: str, own: dict[str, str]) -> str:
    if number in own:
        return kind_of_form(own[number])
    if not number.isdigit():
        return ""
    return DAY if int(number) in DAYS else TIME if int(number) in TIMES else ""


def kind_of_form(code: str) -> str:
    """“mmm d, yyyy” shows a day, “h:mm” a time; “[h]:mm” counts hours and is neither."""
    plain = NOT_FORM.sub("", code).partition(";")[0].lower()
    if ELAPSED.search(plain):
        return ""
    if re.search(r"[dy]", plain) or ("m" in plain and not re.search(r"[hs]", plain)):
        return DAY
    return TIME if re.search(r"[hs]", plain) else ""
