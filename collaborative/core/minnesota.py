"""Minnesota in lists: its counties and regions, and the languages that its people name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

# The 87 counties as the state spells them (Minnesota Statutes, chapter 370 and following).
COUNTIES = (
    "Aitkin", "Anoka", "Becker", "Beltrami", "Benton", "Big Stone", "Blue Earth", "Brown",
    "Carlton", "Carver", "Cass", "Chippewa", "Chisago", "Clay", "Clearwater", "Cook", "Cottonwood",
    "Crow Wing", "Dakota", "Dodge", "Douglas", "Faribault", "Fillmore", "Freeborn", "Goodhue",
    "Grant", "Hennepin", "Houston", "Hubbard", "Isanti", "Itasca", "Jackson", "Kanabec",
    "Kandiyohi", "Kittson", "Koochiching", "Lac qui Parle", "Lake", "Lake of the Woods",
    "Le Sueur", "Lincoln", "Lyon", "Mahnomen", "Marshall", "Martin", "McLeod", "Meeker",
    "Mille Lacs", "Morrison", "Mower", "Murray", "Nicollet", "Nobles", "Norman", "Olmsted",
    "Otter Tail", "Pennington", "Pine", "Pipestone", "Polk", "Pope", "Ramsey", "Red Lake",
    "Redwood", "Renville", "Rice", "Rock", "Roseau", "Scott", "Sherburne", "Sibley", "St. Louis",
    "Stearns", "Steele", "Stevens", "Swift", "Todd", "Traverse", "Wabasha", "Wadena", "Waseca",
    "Washington", "Watonwan", "Wilkin", "Winona", "Wright", "Yellow Medicine",
)  # fmt: skip


def county_slug(name: str) -> str:
    """“Lac qui Parle” as it stands in an address: lac-qui-parle."""
    return slugify(name)


COUNTY_BY_SLUG = {county_slug(name): name for name in COUNTIES}


@dataclass(frozen=True)
class Region:
    """A part of the state with a name of its own, and the counties in it."""

    code: str
    name: str
    counties: tuple[str, ...]

    @property
    def slug(self) -> str:
        return slugify(self.name)

    def __str__(self) -> str:
        return self.name


# The thirteen development regions that the state laid out by the Regional Development Act of 1969
# (Minnesota Statutes, sections 462.381 to 462.398). The Department of Employment and Economic
# Development counts by the same ones as Economic Development Regions; the names are its names,
# but for the eleventh, which it calls the “7 County Twin Cities”.
REGIONS = (
    Region("1", "Northwest", (
        "Kittson", "Marshall", "Norman", "Pennington", "Polk", "Red Lake", "Roseau")),
    Region("2", "Headwaters", (
        "Beltrami", "Clearwater", "Hubbard", "Lake of the Woods", "Mahnomen")),
    Region("3", "Arrowhead", (
        "Aitkin", "Carlton", "Cook", "Itasca", "Koochiching", "Lake", "St. Louis")),
    Region("4", "West Central", (
        "Becker", "Clay", "Douglas", "Grant", "Otter Tail", "Pope", "Stevens", "Traverse",
        "Wilkin")),
    Region("5", "North Central", ("Cass", "Crow Wing", "Morrison", "Todd", "Wadena")),
    Region("6E", "Southwest Central", ("Kandiyohi", "McLeod", "Meeker", "Renville")),
    Region("6W", "Upper Minnesota Valley", (
        "Big Stone", "Chippewa", "Lac qui Parle", "Swift", "Yellow Medicine")),
    Region("7E", "East Central", ("Chisago", "Isanti", "Kanabec", "Mille Lacs", "Pine")),
    Region("7W", "Central", ("Benton", "Sherburne", "Stearns", "Wright")),
    Region("8", "Southwest", (
        "Cottonwood", "Jackson", "Lincoln", "Lyon", "Murray", "Nobles", "Pipestone", "Redwood",
        "Rock")),
    Region("9", "South Central", (
        "Blue Earth", "Brown", "Faribault", "Le Sueur", "Martin", "Nicollet", "Sibley", "Waseca",
        "Watonwan")),
    Region("10", "Southeast", (
        "Dodge", "Fillmore", "Freeborn", "Goodhue", "Houston", "Mower", "Olmsted", "Rice",
        "Steele", "Wabasha", "Winona")),
    Region("11", "Twin Cities", (
        "Anoka", "Carver", "Dakota", "Hennepin", "Ramsey", "Scott", "Washington")),
)  # fmt: skip
REGION_BY_SLUG = {region.slug: region for region in REGIONS}
REGION_OF = {county: region for region in REGIONS for county in region.counties}


def _letters(name: str) -> str:
    """What is left of a name whoever wrote it: “Saint Louis County” and “St. Louis” are one."""
    folded = name.casefold().strip().removesuffix(" county")
    if folded.startswith("saint "):
        folded = f"st {folded.removeprefix('saint ')}"
    return "".join(sign for sign in folded if "a" <= sign <= "z")


_BY_LETTERS = {_letters(name): name for name in COUNTIES}


def county_named(text: str) -> str | None:
    """The county that somebody means, as the state spells it; its slug is understood as well."""
    return COUNTY_BY_SLUG.get(text.strip().lower()) or _BY_LETTERS.get(_letters(text))


# English, the three most spoken after it, then the rest of the state's set of 15, then languages
# of the land and of signs. Codes are BCP 47.
LANGUAGES = (
    ("en", "English"), ("es", "Spanish"), ("hmn", "Hmong"), ("so", "Somali"), ("am", "Amharic"),
    ("ar", "Arabic"), ("my", "Burmese"), ("zh-Hant", "Cantonese or Traditional Chinese"),
    ("fr", "French"), ("kar", "Karen"), ("km", "Khmer"), ("ko", "Korean"), ("lo", "Lao"),
    ("om", "Oromo"), ("ru", "Russian"), ("vi", "Vietnamese"), ("dak", "Dakota"), ("oj", "Ojibwe"),
    ("ase", "American Sign Language"),
)  # fmt: skip
