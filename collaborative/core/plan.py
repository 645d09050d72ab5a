"""The plan of two spaces: what stands where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Plan:
    """Areas on both sides of the walls in the order of the charter."""

    within: list[Any]
    beyond: list[Any]

    @classmethod
    def of(cls, areas: Iterable[Any]) -> Plan:
        areas = list(areas)
        return cls(
            within=[area for area in areas if area.wall == "within"],
            beyond=[area for area in areas if area.wall == "beyond"],
        )

    @property
    def count_within(self) -> int:
        return sum(area.count for area in self.within)

    @property
    def count_beyond(self) -> int:
        return sum(area.count for area in self.beyond)
