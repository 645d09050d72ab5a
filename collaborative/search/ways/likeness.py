"""“For an institution like mine”: live practices by how well they fit, each with the reasons.

A sum of points that anybody can check (docs/ways-in.md); nothing is learned, nobody is weighed.
Only the practice's own columns are read, and the counties of institutions for those that name none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from collaborative.core.minnesota import COUNTIES, REGION_OF, county_named
from members.models import Institution
from practices.choices import CHOICES, CareSetting, OrganizationSize
from practices.models import Practice

# Ranking looks at so many, the newest that have anything in common.
MOST_RANKED = 500
MOST_SHOWN = 20
# Everybody has it: that two institutions speak English says nothing.
COMMON_LANGUAGE = "en"

# The points. A place nearby says most: laws, payers and roads are the same there.
SAME_COUNTY, SAME_REGION = 4, 2
SAME_SIZE, NEXT_SIZE = 3, 1
EACH_SETTING, MOST_FOR_SETTINGS = 2, 4
EACH_LANGUAGE, MOST_FOR_LANGUAGES = 2, 4

SIZES = [str(size) for size in OrganizationSize.values]
SIZE_SAYS = {
    OrganizationSize.SMALL: "small organization",
    OrganizationSize.MEDIUM: "medium-sized organization",
    OrganizationSize.LARGE: "large organization",
    OrganizationSize.VERY_LARGE: "very large organization",
}
# Bands in which institutions say how many work there -> ours.
SIZE_OF_BAND = {
    "under100": OrganizationSize.SMALL,
    "100-999": OrganizationSize.MEDIUM,
    "1,000-9,999": OrganizationSize.LARGE,
    "10,000+": OrganizationSize.VERY_LARGE,
}
SETTING_OF_KIND = {
    "health_system": [CareSetting.HOSPITAL, CareSetting.PRIMARY_CARE],
    "hospital": [CareSetting.HOSPITAL],
    "clinic": [CareSetting.PRIMARY_CARE],
    "health_plan": [CareSetting.HEALTH_PLAN],
    "public_health_agency": [CareSetting.PUBLIC_HEALTH],
    "community_partner": [CareSetting.COMMUNITY],
}
FIELDS = (
    "pk", "institution_id", "counties", "organization_size", "care_settings", "languages",
)  # fmt: skip


@dataclass(frozen=True)
class Like:
    """What an institution is like, as far as it says."""

    size: str = ""
    settings: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def says_anything(self) -> bool:
        return bool(self.size or self.settings or self.counties or self.languages)


@dataclass(frozen=True)
class Fit:
    """One practice, how well it fits, and why."""

    pk: int
    points: int
    reasons: list[str]
    card_html: str = field(default="", compare=False)

    @property
    def why(self) -> str:
        text = " · ".join(self.reasons)
        return text[:1].upper() + text[1:]


def like(institution: Institution) -> Like:
    """What is known of an institution: from its page, and from what its live practices say."""
    told = Practice.objects.live().by(institution).values_list("care_settings", "languages")
    settings = {str(one) for one in SETTING_OF_KIND.get(institution.kind, [])}
    spoken: set[str] = set()
    for places, languages in told:
        settings.update(places)
        spoken.update(languages)
    spoken.discard(COMMON_LANGUAGE)
    band = "".join(institution.employees.split()).casefold()
    return Like(
        size=str(SIZE_OF_BAND.get(band, "")),
        settings=tuple(one for one in CHOICES["care_settings"] if one in settings),
        counties=tuple(sorted(filter(None, map(county_named, institution.counties)))),
        languages=tuple(one for one in CHOICES["languages"] if one in spoken),
    )


def fitting(asked: Like) -> list[Fit]:
    """The live practices that fit best, with their cards. Three questions, whatever is asked.

    Of equals the newest comes first, so the same question has the same answer.
    """
    if not asked.says_anything:
        return []
    serving = _serving()
    rows = _with_anything_in_common(asked, serving)
    counties_of = dict(serving)
    fits = [fit for row in rows if (fit := _fit(asked, row, counties_of)).points]
    # Rows come newest first, and sorting is stable.
    best = sorted(fits, key=lambda fit: -fit.points)[:MOST_SHOWN]
    cards = dict(
        Practice.objects.live()
        .filter(pk__in=[fit.pk for fit in best])
        .values_list("pk", "card_html")
    )
    return [Fit(fit.pk, fit.points, fit.reasons, cards[fit.pk]) for fit in best if fit.pk in cards]


def _serving() -> list[tuple[int, list[str]]]:
    houses = Institution.objects.exclude(counties=[]).values_list("pk", "counties")
    return [(pk, [one for one in map(county_named, counties) if one]) for pk, counties in houses]


def _with_anything_in_common(asked: Like, serving: list[tuple[int, list[str]]]) -> list[Any]:
    near = set(asked.counties) | _beside(asked.counties)
    common = Q(pk__in=[])
    if near:
        houses = [pk for pk, counties in serving if near.intersection(counties)]
        common |= Q(counties__overlap=sorted(near)) | Q(counties=[], institution_id__in=houses)
    if asked.size:
        common |= Q(organization_size__in=[asked.size, *_next_to(asked.size)])
    if asked.settings:
        common |= Q(care_settings__overlap=list(asked.settings))
    if spoken := _telling(asked.languages):
        common |= Q(languages__overlap=spoken)
    rows = Practice.objects.findable_by(AnonymousUser()).filter(common).newest_first()
    return list(rows.values_list(*FIELDS)[:MOST_RANKED])


def _fit(asked: Like, row: Any, counties_of: dict[int, list[str]]) -> Fit:
    pk, institution, counties, size, settings, languages = row
    where = counties or counties_of.get(institution, [])
    points, reasons = 0, []
    for more, reason in (
        _place(asked, where),
        _size(asked, size),
        _shared(asked.settings, settings, "care_settings", EACH_SETTING, MOST_FOR_SETTINGS),
        _shared(
            _telling(asked.languages), languages, "languages", EACH_LANGUAGE, MOST_FOR_LANGUAGES
        ),
    ):
        points += more
        if reason:
            reasons.append(reason)
    return Fit(pk, points, reasons)


def _place(asked: Like, where: Iterable[str]) -> tuple[int, str]:
    at_work = set(where)
    shared = [county for county in asked.counties if county in at_work]
    if len(at_work) == len(COUNTIES) and shared:
        return SAME_COUNTY, "All of Minnesota"
    if shared:
        return SAME_COUNTY, f"Also in {_named([f'{county} County' for county in shared])}"
    regions = {REGION_OF[county].name for county in asked.counties}
    near = [
        county for county in COUNTIES if county in at_work and REGION_OF[county].name in regions
    ]
    if near:
        return SAME_REGION, f"Nearby, in {_named([f'{county} County' for county in near])}"
    return 0, ""


def _size(asked: Like, size: str) -> tuple[int, str]:
    if not asked.size or not size:
        return 0, ""
    if size == asked.size:
        return SAME_SIZE, f"also a {SIZE_SAYS[OrganizationSize(size)]}"
    if size in _next_to(asked.size):
        return NEXT_SIZE, f"nearly your size: {SIZE_SAYS[OrganizationSize(size)]}"
    return 0, ""


def _shared(
    asked: Iterable[str], told: Iterable[str], name: str, each: int, most: int
) -> tuple[int, str]:
    theirs = set(told)
    shared = [one for one in asked if one in theirs]
    return min(each * len(shared), most), _named([CHOICES[name][one] for one in shared])


def _named(names: list[str], most: int = 2) -> str:
    """“Stearns and Benton”; of many the first two and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(names)


def _telling(languages: Iterable[str]) -> list[str]:
    return [one for one in languages if one != COMMON_LANGUAGE]


def _next_to(size: str) -> list[str]:
    place = SIZES.index(size)
    return [*SIZES[max(0, place - 1) : place], *SIZES[place + 1 : place + 2]]


def _beside(counties: Iterable[str]) -> set[str]:
    """The other counties of the same regions."""
    return {other for county in counties for other in REGION_OF[county].counties}
