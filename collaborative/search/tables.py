"""A search as a table for a spreadsheet: one line for each practice, in words that people read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from practices import together
from practices.models import Practice, ScopeArea

from .params import SearchQuery
from .queries import first
from .terms import COUNTY_CHOICES, KIND, cost_band, counties_of, staffing_band

# So much is read in one go; a spreadsheet program takes it without complaint.
MOST_TAKEN = 5_000
# Not “ID”: with these two letters in front Excel takes a file for one of another kind.
COLUMNS = (
    "Number", "Title", "Institution", "City", "Areas of work", "Stage", "Kind of story",
    "How it is known", "For whom", "Languages", "Counties", "Where care is given",
    "Cost in the first year", "Staff", "Tags", "Institutions that took it up", "First published",
    "Updated", "Confirmed as still true", "Address",
)  # fmt: skip
READ = (
    "slug", "title", "institution__name", "institution__city", "institution__counties", "scopes",
    "stage", "story", "study_design", "consistency", "populations", "minnesota_groups",
    "languages", "counties", "care_settings", "start_up_cost", "yearly_cost", "fte", "tags",
    "adopters", "published_at", "last_published_at", "verified_at", "credits",
)  # fmt: skip
CUT = "This table ends here, after %s of %s practices. Narrow the search to take the others along."
Line = list[Any]


def table(query: SearchQuery, *, user: Any) -> Iterator[Line]:
    """The head, the lines in the order of the search, and a last one where it had to end."""
    numbers, total = first(query, user=user, most=MOST_TAKEN)
    rows = Practice.objects.findable_by(user).filter(pk__in=numbers)
    by_number = {row.pk: row for row in rows.select_related("institution").only(*READ)}
    areas = {area.slug: area.name for area in ScopeArea.objects.in_order()}
    yield list(COLUMNS)
    for number in numbers:
        if number in by_number:
            yield _line(by_number[number], areas)
    if total > len(numbers):
        yield [CUT % (f"{len(numbers):,}", f"{total:,}")]


def _line(practice: Practice, areas: Mapping[str, str]) -> Line:
    house = practice.institution
    groups = [*practice.populations, *practice.minnesota_groups]
    return [
        practice.pk,
        practice.title,
        "; ".join([house.name, *(one["name"] for one in together.co_publishers(practice))]),
        house.city,
        "; ".join(name for slug, name in areas.items() if slug in practice.scopes),
        _named("stage", [practice.stage]),
        _named("story", [practice.story]),
        _named("evidence", [practice.evidence_grade]),
        _named("population", groups),
        _named("language", practice.languages),
        # As they are found: where it names none, those that its institution serves.
        _names(COUNTY_CHOICES, counties_of(practice.counties or house.counties)),
        _named("setting", practice.care_settings),
        _named("cost", [cost_band(practice.start_up_cost, practice.yearly_cost)]),
        _named("staffing", [staffing_band(practice.fte)]),
        "; ".join(practice.tags),
        practice.adopters,
        _day(practice.published_at),
        _day(practice.last_published_at or practice.published_at),
        _day(practice.verified_at) if practice.is_verified else "",
        f"{settings.BASE_URL}{practice.get_absolute_url()}",
    ]


def _named(facet: str, values: Iterable[str]) -> str:
    return _names(KIND[facet].choices, values)


def _names(choices: Iterable[tuple[str, str]], values: Iterable[str]) -> str:
    names = dict(choices)
    return "; ".join(str(names.get(value, value)) for value in values if value)


def _day(moment: dt.datetime | None) -> str:
    return localdate(moment).isoformat() if moment else ""
