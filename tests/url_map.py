"""Every address of the site, and the rows of the matrix that govern it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
MATRIX = ROOT / "docs" / "authorization.csv"
MAPS = ROOT / "docs" / "urls"

# Whole families of addresses that are not ours and are governed as one.
FAMILIES = {
    "wagtailadmin": "SY1 SY6",
    "wagtaildocs_serve": "PP2 DP11",
}


def matrix() -> dict[str, dict[str, str]]:
    """Row id -> the row."""
    with MATRIX.open(newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def mapped() -> dict[str, dict[str, str]]:
    """Pattern name -> its line in docs/urls/."""
    lines = {}
    for path in sorted(MAPS.glob("*.csv")):
        with path.open(newline="") as rows:
            for row in csv.DictReader(rows):
                assert row["pattern_name"] not in lines, f"{row['pattern_name']} is mapped twice"
                lines[row["pattern_name"]] = row
    return lines


def patterns(
    resolver: URLResolver | None = None, route: str = "", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """(name with namespace, route) of every pattern below a resolver."""
    resolver = resolver or get_resolver()
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = ":".join(part for part in (namespace, entry.namespace) if part)
            yield from patterns(entry, here, inner)
        elif isinstance(entry, URLPattern):
            name = ":".join(part for part in (namespace, entry.name) if part)
            yield name, here
