"""Numbers as browsers send them: the pages' own, or whatever somebody typed into an address."""

from __future__ import annotations

LONGEST = 18  # figures; a bigint holds any number of so many


def number_of(text: str) -> int | None:
    """The number of a row; None for anything else."""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text)
    return None
