"""The shape of what programs read: what /practices/ shows, as data."""

from __future__ import annotations

import datetime as dt

from ninja import Field, Schema

from collaborative.search.facets import MOST_TAGS

from .record import Record

MOST_PER_PAGE = 100


class Asked(Schema):
    """The names of /practices/: values of one facet widen, facets narrow each other."""

    q: str = Field("", description="Words; quotes, “or” and “-” work as in web searches.")
    scope: list[str] = Field([], description="Slugs of scope areas.")
    wall: list[str] = Field([], description="within, beyond")
    institution: list[str] = Field([], description="Slugs of institutions.")
    tag: list[str] = []
    stage: list[str] = []
    story: list[str] = []
    sort: str = Field("", description="relevance, newest, adopted or title")
    page: int = Field(1, ge=1)
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

    scope: list[FacetValue]
    wall: list[FacetValue]
    institution: list[FacetValue]
    tag: list[FacetValue] = Field(
        description=f"The {MOST_TAGS} most used, and every chosen one; there may be more tags."
    )
    stage: list[FacetValue]
    story: list[FacetValue]


class PracticeList(Schema):
    count: int = Field(description="All that match, on all pages.")
    page: int
    page_size: int
    next: str | None
    previous: str | None
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
