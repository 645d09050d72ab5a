"""The shape of what programs read: what /practices/ shows, as data."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field, Schema

from collaborative.search.facets import MOST_INSTITUTIONS, MOST_TAGS
from collaborative.search.params import LONGEST_WORDS, MOST_VALUES, SORTS
from collaborative.search.terms import KIND

from .record import Record

MOST_PER_PAGE = 100
# A program that needs more reads the CSV, or asks narrower questions.
MOST_ROWS = 10_000
# Facets whose values are not told one by one.
VALUES = {
    "scope": "Slugs of scope areas, as /api/v1/scope-areas lists them.",
    "county": "Counties of Minnesota in small letters with hyphens: cook, st-louis, lac-qui-parle.",
    "institution": "Slugs of institutions, as /api/v1/institutions lists them.",
    "adopter": "Slugs of institutions that have it at work now.",
    "tag": "Tags, however they are spelled.",
    "year": "Years, as 2026.",
}
MOST_COUNTED = {
    "tag": f"The {MOST_TAGS} most used, and every chosen one; there may be more tags.",
    "institution": f"The {MOST_INSTITUTIONS} with most, and every chosen one.",
    "adopter": f"The {MOST_INSTITUTIONS} with most, and every chosen one.",
}


def _choice(facet: str) -> Any:
    """A facet that may be asked by, with every value it has."""
    kind = KIND[facet]
    values = VALUES.get(facet) or f"{', '.join(f'{one} ({name})' for one, name in kind.choices)}."
    return Field([], description=" ".join(filter(None, (f"{kind.label}.", values, kind.note))))


def _counted(facet: str) -> Any:
    kind = KIND[facet]
    said = MOST_COUNTED.get(facet) or " ".join(filter(None, (f"{kind.label}.", kind.note)))
    return Field(description=said)


class Asked(Schema):
    """The names of /practices/: values of one facet widen, facets narrow each other."""

    q: str = Field(
        "",
        description="Words; quotes, “or” and “-” work as in web searches. What says the same is "
        f"found too, and slips of the keys are mended. The first {LONGEST_WORDS} characters count, "
        f"and the first {MOST_VALUES} values of each facet.",
    )
    wall: list[str] = _choice("wall")
    scope: list[str] = _choice("scope")
    population: list[str] = _choice("population")
    language: list[str] = _choice("language")
    setting: list[str] = _choice("setting")
    county: list[str] = _choice("county")
    stage: list[str] = _choice("stage")
    story: list[str] = _choice("story")
    evidence: list[str] = _choice("evidence")
    community: list[str] = _choice("community")
    cost: list[str] = _choice("cost")
    staffing: list[str] = _choice("staffing")
    institution: list[str] = _choice("institution")
    adopter: list[str] = _choice("adopter")
    tag: list[str] = _choice("tag")
    year: list[str] = _choice("year")
    files: list[str] = _choice("files")
    sort: str = Field(
        "",
        description=f"{', '.join(SORTS)}. By itself: relevance where there are words, else newest.",
    )
    page: int = Field(
        1, ge=1, description=f"A list ends after {MOST_ROWS:,} practices; narrow it to read others."
    )
    page_size: int = Field(20, ge=1, le=MOST_PER_PAGE)


class InstitutionName(Schema):
    slug: str
    name: str
    url: str


class AreaName(Schema):
    slug: str
    name: str
    wall: str


class PracticeLine(Schema):
    """A practice in a list."""

    id: int
    slug: str
    title: str
    url: str = Field(description="The page for people.")
    institution: InstitutionName
    scope_areas: list[AreaName]
    walls: list[str]
    tags: list[str]
    stage: str
    story: str
    need: str
    what_we_did: str
    result: str
    adopters: int = Field(description="Other institutions that try it or have adopted it now.")
    published_at: dt.datetime
    updated_at: dt.datetime = Field(description="When the words now live were published.")
    verified_on: dt.date | None = Field(
        description="When its institution last said that the words now live are still true."
    )
    review_by: dt.date | None = Field(
        description="Until when its institution is to look at it again; none once it has ended."
    )
    is_overdue: bool = Field(description="That day has passed and nobody has said so.")


class FileLine(Schema):
    name: str
    description: str
    media_type: str
    size: int = Field(description="Bytes.")
    url: str


class AdoptionLine(Schema):
    """What another institution says of a practice that it took up, confirmed by its steward."""

    institution: InstitutionName
    state: str = Field(description="exploring, trying, adopted or stopped")
    started: str = Field(description="A year, or a year and a month.")
    ended: str = Field(description="A year, or a year and a month.")
    changed: str = Field(description="What was changed, and why.")
    outcome: str = Field(description="What came of it.")
    stopped_reason: str
    confirmed_at: dt.datetime


class PracticeDetail(Record, PracticeLine):
    """A practice in full."""

    files: list[FileLine]
    authors: list[str] = Field(description="Those of its authors who agreed to be named.")
    co_publishers: list[InstitutionName] = Field(
        description="Other institutions whose stewards signed off the words now live."
    )
    adoptions: list[AdoptionLine]


class FacetValue(Schema):
    value: str
    label: str
    count: int


class Facets(Schema):
    """Each facet is counted as if nothing were chosen in it."""

    wall: list[FacetValue] = _counted("wall")
    scope: list[FacetValue] = _counted("scope")
    population: list[FacetValue] = _counted("population")
    language: list[FacetValue] = _counted("language")
    setting: list[FacetValue] = _counted("setting")
    county: list[FacetValue] = _counted("county")
    stage: list[FacetValue] = _counted("stage")
    story: list[FacetValue] = _counted("story")
    evidence: list[FacetValue] = _counted("evidence")
    community: list[FacetValue] = _counted("community")
    cost: list[FacetValue] = _counted("cost")
    staffing: list[FacetValue] = _counted("staffing")
    institution: list[FacetValue] = _counted("institution")
    adopter: list[FacetValue] = _counted("adopter")
    tag: list[FacetValue] = _counted("tag")
    year: list[FacetValue] = _counted("year")
    files: list[FacetValue] = _counted("files")


class Mended(Schema):
    typed: str
    meant: str


class PracticeList(Schema):
    count: int = Field(description="All that match, on all pages.")
    page: int
    page_size: int
    next: str | None
    previous: str | None
    meant: list[Mended] = Field(
        description="Words by which nothing is found, and what was looked for in their place."
    )
    with_all: int | None = Field(
        description="How many have all of the words, where the others have most of them; else null."
    )
    results: list[PracticeLine]
    facets: Facets


class InstitutionLine(InstitutionName):
    kind: str
    city: str
    counties: list[str]
    practices: int = Field(description="How many practices of it are live.")


class InstitutionList(Schema):
    count: int
    results: list[InstitutionLine]


class ScopeAreaLine(AreaName):
    short_name: str
    position: int
    count: int = Field(description="How many live practices name it.")
    url: str


class ScopeAreaList(Schema):
    count: int
    results: list[ScopeAreaLine]


class Entry(Schema):
    practices: str
    institutions: str
    scope_areas: str
    openapi: str


class Problem(Schema):
    detail: str = Field(description="A sentence that says what to do.")
