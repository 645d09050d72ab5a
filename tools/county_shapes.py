"""Draws Minnesota's counties once: from the Census Bureau's boundaries to a small file of paths.

Use: npm pack us-atlas@3.0.1 && tar xzf us-atlas-3.0.1.tgz
     python -m tools.county_shapes package/counties-10m.json

The package us-atlas (ISC licence) holds the Census Bureau's cartographic boundaries, which are in
the public domain, as TopoJSON: borders that two counties share are one arc. Each arc is simplified
once, so neighbours still meet. What comes out is committed (docs/adr/0016-maps-as-data.md) and
neither the package nor this tool is there when the portal runs.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "practices" / "data" / "county_shapes.json"
SHA256 = "145aaf5d1433352a6a1d8e86b5f149c7c653f9171baf14aaf75ee66575def1b0"
STATE = "27"
COUNTIES = 87
WIDTH = 400
# How far a border may be from where it was, in units of the picture that is WIDTH wide.
TOLERANCE = 0.25
MARGIN = 2
GRID = 40
# Albers' equal-area conic for Minnesota: no county looks larger than it is.
SOUTH, NORTH, MIDDLE, ORIGIN = (math.radians(value) for value in (44.5, 48.0, -94.3, 46.0))

Point = tuple[float, float]


def main(source: str) -> None:
    content = Path(source).read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit("This is not counties-10m.json of us-atlas 3.0.1.")
    topology = json.loads(content)
    counties = [
        one for one in topology["objects"]["counties"]["geometries"] if one["id"].startswith(STATE)
    ]
    used = {number if number >= 0 else ~number for one in counties for number in _numbers(one)}
    arcs = {number: _projected(topology, number) for number in used}
    place = _placing([point for arc in arcs.values() for point in arc])
    arcs = {number: _simplified([place(point) for point in arc]) for number, arc in arcs.items()}
    shapes = [
        _shape(one, arcs) for one in sorted(counties, key=lambda one: one["properties"]["name"])
    ]
    if len(shapes) != COUNTIES:
        sys.exit(f"{len(shapes)} counties in place of {COUNTIES}.")
    height = math.ceil(max(y for arc in arcs.values() for _, y in arc) + MARGIN)
    kept = {
        "source": "U.S. Census Bureau cartographic boundaries (public domain), by way of the "
        "package us-atlas 3.0.1 (ISC licence), simplified by tools/county_shapes.py",
        "width": WIDTH,
        "height": height,
        "counties": shapes,
    }
    OUT.parent.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(shape, separators=(",", ":")) for shape in shapes)
    head = json.dumps({name: kept[name] for name in ("source", "width", "height")})
    OUT.write_text(f'{head[:-1]},\n"counties": [\n{lines}\n]}}\n')
    print(f"{OUT.name}: {OUT.stat().st_size:,} bytes, {WIDTH} x {height}")


def _numbers(geometry: dict[str, Any]) -> list[int]:
    """The arcs of a county; a negative number is an arc walked backwards."""
    return [number for ring in _rings(geometry) for number in ring]


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return geometry["arcs"]
    return [ring for polygon in geometry["arcs"] for ring in polygon]


def _projected(topology: dict[str, Any], number: int) -> list[Point]:
    (east, north), (left, bottom) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    x = y = 0
    points = []
    for step_x, step_y in topology["arcs"][number]:
        x, y = x + step_x, y + step_y
        points.append(_albers(math.radians(x * east + left), math.radians(y * north + bottom)))
    return points


def _albers(longitude: float, latitude: float) -> Point:
    n = (math.sin(SOUTH) + math.sin(NORTH)) / 2
    c = math.cos(SOUTH) ** 2 + 2 * n * math.sin(SOUTH)

    def radius(at: float) -> float:
        return math.sqrt(c - 2 * n * math.sin(at)) / n

    angle = n * (longitude - MIDDLE)
    return (
        radius(latitude) * math.sin(angle),
        radius(latitude) * math.cos(angle) - radius(ORIGIN),
    )


def _placing(points: list[Point]) -> Any:
    """From the plane of the projection into the picture, whose y goes down as here."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top = min(y for _, y in points)
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    return lambda point: (
        MARGIN + (point[0] - left) * scale,
        MARGIN + (point[1] - top) * scale,
    )


def _simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker: a point stays if leaving it out moves the border too far."""
    if len(points) < 3:  # noqa: PLR2004  a line has two ends
        return points
    first, last = points[0], points[-1]
    distances = [_distance(point, first, last) for point in points[1:-1]]
    far = max(range(len(distances)), key=distances.__getitem__) + 1
    if distances[far - 1] <= TOLERANCE and first != last:
        return [first, last]
    if first == last and distances[far - 1] <= TOLERANCE:
        return points
    return _simplified(points[: far + 1])[:-1] + _simplified(points[far:])


def _distance(point: Point, one: Point, other: Point) -> float:
    length = math.dist(one, other)
    if not length:
        return math.dist(point, one)
    return (
        abs((other[0] - one[0]) * (one[1] - point[1]) - (one[0] - point[0]) * (other[1] - one[1]))
        / length
    )


def _shape(geometry: dict[str, Any], arcs: dict[int, list[Point]]) -> dict[str, Any]:
    rings = []
    for ring in _rings(geometry):
        points: list[Point] = []
        for number in ring:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += arc if not points else arc[1:]
        rings.append(points[:-1])
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    x, y = _label(largest)
    return {
        "name": geometry["properties"]["name"],
        "x": round(x, 1),
        "y": round(y, 1),
        "path": "".join(_path(ring) for ring in rings),
    }


def _path(ring: list[Point]) -> str:
    """Steps from point to point in tenths, each from where the one before was rounded to."""
    here = tuple(round(value * 10) for value in ring[0])
    path = f"M{_tenths(here[0])} {_tenths(here[1])}l"
    steps = []
    for point in ring[1:]:
        there = tuple(round(value * 10) for value in point)
        steps.append(f"{_tenths(there[0] - here[0])} {_tenths(there[1] - here[1])}")
        here = there
    return path + " ".join(steps).replace(" -", "-") + "z"


def _tenths(number: int) -> str:
    return f"{number / 10:g}".replace("0.", ".") if -10 < number < 10 else f"{number / 10:g}"  # noqa: PLR2004  below one


def _area(ring: list[Point]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in _sides(ring)) / 2


def _sides(ring: list[Point]) -> list[tuple[Point, Point]]:
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def _label(ring: list[Point]) -> Point:
    """Where a number has most room: of a grid inside, the point farthest from the border."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    grid = [
        (
            min(xs) + (max(xs) - min(xs)) * column / GRID,
            min(ys) + (max(ys) - min(ys)) * row / GRID,
        )
        for row in range(1, GRID)
        for column in range(1, GRID)
    ]
    sides = _sides(ring)
    inside = [point for point in grid if _holds(sides, point)]
    return max(inside, key=lambda point: min(_to_side(point, *side) for side in sides))


def _holds(sides: list[tuple[Point, Point]], point: Point) -> bool:
    """Whether a ray from the point leaves through an odd number of sides."""
    x, y = point
    crossed = [
        (a, b)
        for a, b in sides
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
    ]
    return len(crossed) % 2 == 1


def _to_side(point: Point, one: Point, other: Point) -> float:
    """To the nearest point of a side, not of the line that it lies on."""
    (x, y), dx, dy = point, other[0] - one[0], other[1] - one[1]
    along = ((x - one[0]) * dx + (y - one[1]) * dy) / ((dx * dx + dy * dy) or 1)
    along = min(1, max(0, along))
    return math.dist(point, (one[0] + along * dx, one[1] + along * dy))


if __name__ == "__main__":
    main(sys.argv[1])
