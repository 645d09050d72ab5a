"""The plan of two spaces: what stands where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# What stands in a room, seen from above on a grid of 104 x 44. An area that the charter adds later
# simply has an empty room.
FURNITURE = {
    "data-collection-and-use": "M30 30h60v12H30zM40 30v-4h16v4M64 30v-4h16v4M44 20a4 4 0 1 1 8 0"
    "M68 20a4 4 0 1 1 8 0",
    "language-access": "M60 30a11 11 0 1 0 22 0 11 11 0 1 0-22 0M44 24h9v12h-9zM89 24h9v12h-9z"
    "M66 6h10v8H66z",
    "diversity-and-inclusion": "M56 28a15 10 0 1 0 30 0 15 10 0 1 0-30 0M67 6h8v7h-8z"
    "M50 10l6 5-5 5-6-5zM92 10l-6 5 5 5 6-5zM42 26h8v8h-8zM92 26h8v8h-8z",
    "cultural-competency": "M42 4h54v12H42zM60 4v12M78 4v12M56 24h26v10H56z",
    "accessibility": "M62 24a18 18 0 1 0 36 0 18 18 0 1 0-36 0M74 24l6-6 6 6M80 18v14"
    "M40 42V6M46 42V6M40 14h6M40 22h6M40 30h6",
    "care-delivery-redesign": (
        "M40 4h44v18H40zM50 4v18M90 6h8v8h-8zM70 32a5 5 0 1 0 10 0 5 5 0 1 0-10 0"
    ),
}


@dataclass(frozen=True)
class Plan:
    """Areas on both sides of the walls in the order of the charter."""

    within: list[Any]
    beyond: list[Any]
    # How many practices each side has. Not the sum of its areas: a practice has up to three.
    walls: Mapping[str, int] | None

    @classmethod
    def of(cls, areas: Iterable[Any], walls: Mapping[str, int] | None) -> Plan:
        areas = list(areas)
        return cls(
            walls=walls or None,
            within=[area for area in areas if area.wall == "within"],
            beyond=[area for area in areas if area.wall == "beyond"],
        )
