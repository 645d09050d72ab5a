"""The facets: by what practices are narrowed down, and which choices a practice answers to.

A choice is a term, “facet:value”. An entry holds its practice's terms; whatever counts, narrows
or compares works on terms alone. A new facet is one more line in FACETS and one in `_values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from collaborative.core.minnesota import COUNTY_BY_SLUG, LANGUAGES, county_named, county_slug
from practices import together
from practices.choices import CareSetting, MinnesotaGroup, Population
from practices.enums import Stage, Story, Wall
from practices.evidence import Grade
from practices.models import Practice

Choices = tuple[tuple[str, str], ...]
LIVE = "live"
LONGEST = 160
YES = "yes"


COUNTY_CHOICES: Choices = tuple(COUNTY_BY_SLUG.items())
# Dollars in the first year: what it costs to start and a year of running it.
COST_BANDS = (
    ("none", "Nothing to pay", 0),
    ("under-10k", "Under $10,000", 9_999),
    ("10k-50k", "$10,000 to $49,999", 49_999),
    ("50k-250k", "$50,000 to $249,999", 249_999),
    ("250k-up", "$250,000 or more", None),
)
# Full-time posts.
STAFFING_BANDS = (
    ("none", "Nobody beside their other work", Decimal(0)),
    ("up-to-half", "Up to half a post", Decimal("0.5")),
    ("up-to-2", "More than half, up to 2 posts", Decimal(2)),
    ("up-to-5", "More than 2, up to 5 posts", Decimal(5)),
    ("over-5", "More than 5 posts", None),
)


@dataclass(frozen=True)
class FacetKind:
    """One question that narrows a search. `choices` is empty where practices bring the values."""

    name: str
    label: str
    # Said where an address names a value that there is not.
    unknown: str
    choices: Choices = ()
    # What a reader needs to know to trust the counts.
    note: str = ""


FACET_KINDS = (
    FacetKind("wall", "Side of the walls", "There is no side of the walls called “%s”.",
              tuple(Wall.choices)),
    FacetKind("scope", "Area of work", "There is no area called “%s”."),
    FacetKind("population", "For whom", "There is no group called “%s”.",
              (*Population.choices, *MinnesotaGroup.choices)),
    FacetKind("language", "Language", "There is no language called “%s” here.", LANGUAGES),
    FacetKind("setting", "Where care is given", "There is no setting called “%s”.",
              tuple(CareSetting.choices)),
    FacetKind("county", "County", "There is no county called “%s” in Minnesota.", COUNTY_CHOICES,
              note="Where it names no county, those that its institution serves."),
    FacetKind("stage", "Stage", "There is no stage called “%s”.", tuple(Stage.choices)),
    FacetKind("story", "Kind of story", "There is no kind of story called “%s”.",
              tuple(Story.choices)),
    FacetKind("evidence", "How it is known", "There is no evidence grade called “%s”.",
              tuple(Grade.choices)),
    FacetKind("community", "Proof of the community",
              "The proof of the community is “yes” or left out.",
              ((YES, "Tells what its community counts as proof"),)),
    FacetKind("cost", "Cost in the first year", "There is no cost band called “%s”.",
              tuple((value, label) for value, label, _ in COST_BANDS)),
    FacetKind("staffing", "Staff", "There is no staffing band called “%s”.",
              tuple((value, label) for value, label, _ in STAFFING_BANDS)),
    FacetKind("institution", "Institution", "There is no institution called “%s”."),
    FacetKind("adopter", "Taken up by", "There is no institution called “%s”."),
    FacetKind("tag", "Tag", "There is no tag called “%s”."),
    FacetKind("year", "Year first published", "Nothing was published in “%s”."),
    FacetKind("files", "Files to use", "Files to use is “yes” or left out.",
              ((YES, "Has files to use"),)),
)  # fmt: skip
FACETS = tuple(kind.name for kind in FACET_KINDS)
KIND = {kind.name: kind for kind in FACET_KINDS}


def term(facet: str, value: str) -> str:
    return f"{facet}:{value}"[:LONGEST]


def owner_term(institution_id: int) -> str:
    """No facet: whose own people find it while it is a draft. By number, for names change."""
    return f"owner:{institution_id}"


def terms_of(practice: Practice, adopters: list[str]) -> list[str]:
    """Every term of a practice as its row now stands; `adopters` are slugs of institutions."""
    found = [owner_term(practice.institution_id)]
    if practice.live:
        found.append(LIVE)
    found += [term(facet, value) for facet, value in _values(practice, adopters) if value]
    return list(dict.fromkeys(found))


def _values(practice: Practice, adopters: list[str]) -> Iterator[tuple[str, str]]:
    house = practice.institution
    grade = str(practice.evidence_grade)
    answers: tuple[tuple[str, Iterable[str]], ...] = (
        ("wall", practice.walls),
        ("scope", practice.scopes),
        ("population", (*practice.populations, *practice.minnesota_groups)),
        ("language", practice.languages),
        ("setting", practice.care_settings),
        ("county", counties_of(practice.counties or house.counties)),
        ("stage", [practice.stage]),
        ("story", [practice.story]),
        ("evidence", [grade]),
        ("community", [YES] if practice.community_evidence else []),
        ("cost", [cost_band(practice.start_up_cost, practice.yearly_cost)]),
        ("staffing", [staffing_band(practice.fte)]),
        ("institution", [house.slug, *(one["slug"] for one in together.co_publishers(practice))]),
        ("adopter", adopters if practice.live else []),
        ("tag", practice.tags),
        ("year", [str(localdate(practice.published_at).year)] if practice.published_at else []),
        ("files", [YES] if practice.file_ids else []),
    )
    for facet, values in answers:
        for value in values:
            yield facet, value


def counties_of(names: Iterable[str]) -> list[str]:
    """The slugs of those that are counties of Minnesota, however they are spelled."""
    return [county_slug(county) for name in names if (county := county_named(name))]


def cost_band(start_up: int | None, yearly: int | None) -> str:
    """The band of the first year's dollars; nothing where neither was told."""
    if start_up is None and yearly is None:
        return ""
    return _band(COST_BANDS, (start_up or 0) + (yearly or 0))


def staffing_band(posts: Decimal | float | None) -> str:
    """The band of full-time posts; nothing where none were told."""
    return _band(STAFFING_BANDS, posts)


def _band(bands: Iterable[tuple[str, str, Any]], number: Any) -> str:
    if number is None:
        return ""
    return next(value for value, _, most in bands if most is None or number <= most)
