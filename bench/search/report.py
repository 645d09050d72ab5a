"""What was measured, as a table of docs/search.md."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "search.md"


def p95(taken: Sequence[float]) -> float:
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


@dataclass
class Line:
    """One size of corpus: milliseconds by class and visitor."""

    size: int
    first: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    again: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    # The median of a bare view that answers the bytes of the first page.
    bare_ms: float = 0.0
    publish_ms: float = 0.0
    rebuild_s: float | None = None
    meanwhile_ms: float = 0.0

    def add(self, name: str, who: str, first: list[float], again: list[float]) -> None:
        self.first[name, who], self.again[name, who] = first, again

    def missed(self, limits: dict[int, int]) -> list[str]:
        """A sentence for each figure beyond its limit."""
        limit = limits.get(self.size)
        said = [
            f"{self.size:,}, {name}, {who}: {p95(taken):.0f} ms at the 95th, limit {limit}."
            for (name, who), taken in self.first.items()
            if limit and p95(taken) > limit
        ]
        if self.publish_ms > 10:  # noqa: PLR2004  the issue's own figure
            said.append(f"{self.size:,}: an entry takes {self.publish_ms:.1f} ms, limit 10.")
        if self.rebuild_s and self.rebuild_s > 180:  # noqa: PLR2004  three minutes
            said.append(f"{self.size:,}: rebuilding takes {self.rebuild_s:.0f} s, limit 180.")
        return said


def table(lines: list[Line], limits: dict[int, int]) -> str:
    told = [
        (
            f"`make bench-search` on {dt.datetime.now(dt.UTC):%Y-%m-%d}: {os.cpu_count()} cores of"
            f" {platform.machine()}, Python {platform.python_version()}, one visitor at a time,"
            f" PostgreSQL on the same machine, load {os.getloadavg()[0]:.1f}. Milliseconds of"
            " whole answers with all facets. “First”: the words are new to the process; “again”:"
            " its sets are in memory. “Of bare”: the median, again, as so many times that of a"
            " bare view with the same bytes."
        ),
        "",
        (
            "| practices | class | who | first p50 | first p95 | again p50 | again p95 |"
            " of bare | limit p95 |"
        ),
        "|--:|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for line in lines:
        for name, who in line.first:
            first, again = line.first[name, who], line.again[name, who]
            told.append(
                f"| {line.size:,} | {name} | {who} | {statistics.median(first):.0f} |"
                f" {p95(first):.0f} | {statistics.median(again):.0f} | {p95(again):.0f} |"
                f" {statistics.median(again) / line.bare_ms:.0f} | {limits.get(line.size, '')} |"
            )
    told.append("")
    for line in lines:
        said = f"{line.size:,} practices: one entry is refreshed in {line.publish_ms:.1f} ms (p95)"
        if line.rebuild_s is not None:
            said += (
                f"; all are made anew in {line.rebuild_s:.0f} s, and a visitor meanwhile waits"
                f" {line.meanwhile_ms:.0f} ms (p95)"
            )
        told.append(f"- {said}.")
    return "\n".join(told)


def write(name: str, text: str) -> None:
    """Puts a table between its marks in docs/search.md."""
    page = PAGE.read_text()
    marks = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
    if not marks.search(page):
        raise SystemExit(f"docs/search.md has no place for “{name}”.")
    PAGE.write_text(marks.sub(lambda found: f"{found[1]}{text}{found[2]}", page))
