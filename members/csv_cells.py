"""Cells of a CSV file that a spreadsheet program must not run."""

from __future__ import annotations

# With one of these in front, spreadsheet programs take a cell for a formula.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def defused(value: object) -> str:
    """The value as text; an apostrophe goes in front of what would be a formula."""
    text = "" if value is None else str(value)
    if text.startswith(STARTS_A_FORMULA) or text.lstrip().startswith(STARTS_A_FORMULA):
        return f"'{text}"
    return text
