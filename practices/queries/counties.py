"""Where practices are at work: Minnesota's counties, counted and ready to be drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from practices.enums import AT_WORK, Stage

SHAPES = Path(__file__).resolve().parents[1] / "data" / "county_shapes.json"
LEVELS = 4
# An idea is not at work yet, and what ended is not any more.
WORKING_STAGES = (Stage.PILOTING, Stage.IMPLEMENTED, Stage.SUSTAINED, Stage.SPREAD)

# A live practice is at work where it says so, else where its institution serves people; and where
# those serve people who use it now, as their stewards confirmed. Each counts once in a county.
# People write “Saint Louis” and “St. Louis”: letters alone are compared.
COUNTED = """
    WITH placed AS (
        SELECT practice.id, unnest(
            CASE WHEN cardinality(practice.counties) > 0
            THEN practice.counties ELSE house.counties END) AS county
        FROM practices_practice practice
        JOIN members_institution house ON house.id = practice.institution_id
        WHERE practice.live AND practice.stage = ANY(%s)
        UNION ALL
        SELECT practice.id, unnest(taker.counties)
        FROM practices_adoption adoption
        JOIN practices_practice practice ON practice.id = adoption.practice_id
        JOIN members_institution taker ON taker.id = adoption.institution_id
        WHERE practice.live AND adoption.confirmed_at IS NOT NULL AND adoption.state = ANY(%s)
    )
    SELECT regexp_replace(regexp_replace(lower(county), '^saint\\M', 'st'), '[^a-z]', '', 'g'),
        count(DISTINCT id)
    FROM placed GROUP BY 1
"""


@dataclass(frozen=True)
class County:
    name: str
    path: str
    x: float
    y: float
    count: int
    level: int

    @property
    def says(self) -> str:
        """“Aitkin County: 3 practices at work”."""
        number = "no practice" if not self.count else "1 practice"
        if self.count > 1:
            number = f"{self.count:,} practices"
        return f"{self.name} County: {number} at work"


@dataclass(frozen=True)
class Step:
    """One shade and what it stands for."""

    level: int
    label: str


@dataclass(frozen=True)
class CountyMap:
    width: int
    height: int
    counties: list[County]
    legend: list[Step]

    @property
    def reached(self) -> list[County]:
        """Counties with a practice at work, the most first."""
        return sorted(
            (one for one in self.counties if one.count), key=lambda one: (-one.count, one.name)
        )

    @property
    def unreached(self) -> list[County]:
        return [one for one in self.counties if not one.count]


def county_map() -> CountyMap:
    """One question."""
    drawn = _shapes()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [list(WORKING_STAGES), list(AT_WORK)])
        counts = dict(cursor.fetchall())
    counted = [(one, counts.get(_key(one["name"]), 0)) for one in drawn["counties"]]
    bounds = bounds_up_to(max(number for _, number in counted))
    return CountyMap(
        width=drawn["width"],
        height=drawn["height"],
        counties=[
            County(
                one["name"], one["path"], one["x"], one["y"], number,
                sum(number > bound for bound in (0, *bounds[:-1])) if number else 0,
            )
            for one, number in counted
        ],
        legend=_legend(bounds),
    )  # fmt: skip


def bounds_up_to(most: int) -> list[int]:
    """The largest number of each shade: one by one while few, else in even proportions."""
    if most <= LEVELS:
        return list(range(1, most + 1))
    bounds: list[int] = []
    for level in range(1, LEVELS):
        bound = round(most ** (level / LEVELS))
        bounds.append(max(bound, bounds[-1] + 1 if bounds else 1))
    return [*bounds, most]


def _legend(bounds: list[int]) -> list[Step]:
    steps = [Step(0, "None yet")]
    lowest = 1
    for level, bound in enumerate(bounds, start=1):
        steps.append(Step(level, f"{bound:,}" if bound == lowest else f"{lowest:,} to {bound:,}"))
        lowest = bound + 1
    return steps


@cache
def _shapes() -> dict[str, Any]:
    """Drawn once from the Census Bureau's boundaries (tools/county_shapes.py)."""
    return json.loads(SHAPES.read_text())


def _key(name: str) -> str:
    return "".join(sign for sign in name.lower() if "a" <= sign <= "z")
