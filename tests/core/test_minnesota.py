"""Minnesota's counties and regions: each county in one region, however it is spelled."""

from __future__ import annotations

import pytest

from collaborative.core.minnesota import (
    COUNTIES,
    COUNTY_BY_SLUG,
    REGION_BY_SLUG,
    REGION_OF,
    REGIONS,
    county_named,
    county_slug,
)


def test_each_county_is_in_exactly_one_region():
    placed = [county for region in REGIONS for county in region.counties]

    assert sorted(placed) == sorted(COUNTIES)
    assert len(placed) == len(set(placed)) == 87
    assert [region.code for region in REGIONS] == [
        "1", "2", "3", "4", "5", "6E", "6W", "7E", "7W", "8", "9", "10", "11",
    ]  # fmt: skip
    assert [len(region.counties) for region in REGIONS] == [7, 5, 7, 9, 5, 4, 5, 5, 4, 9, 9, 11, 7]
    assert REGION_OF["Stearns"].name == "Central"
    assert len(REGION_BY_SLUG) == len(REGIONS)


def test_each_county_has_an_address_of_its_own():
    assert len(COUNTY_BY_SLUG) == 87
    assert county_slug("Lac qui Parle") == "lac-qui-parle"
    assert county_slug("St. Louis") == "st-louis"
    assert all(COUNTY_BY_SLUG[county_slug(name)] == name for name in COUNTIES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Saint Louis", "St. Louis"),
        ("st-louis", "St. Louis"),
        ("ST. LOUIS COUNTY", "St. Louis"),
        (" lac qui parle ", "Lac qui Parle"),
        ("Mcleod", "McLeod"),
        ("Lake", "Lake"),
        ("Lake County", "Lake"),
        ("Lakes", None),
        ("", None),
        ("Cook; DROP", None),
    ],
)
def test_a_county_is_known_however_it_is_written(written, meant):
    assert county_named(written) == meant
