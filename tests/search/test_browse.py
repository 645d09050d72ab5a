"""The list of practices as people meet it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.factories import InstitutionFactory, PracticeFactory
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def titles(page):
    return [link.get_text(strip=True) for link in page.select("#found h3 a")]


def counts(page, facet):
    """value -> count, as read by a person."""
    boxes = page.select(f'#facet-lists input[name="{facet}"]')
    return {
        box["value"]: int(
            box.find_parent("label").select_one(".facet__count").find_all(string=True)[1]
        )
        for box in boxes
    }


def test_browse_lists_the_live_newest_first(client):
    older = published_practice(title="Older")
    newer = published_practice(title="Newer", institution=older.institution)
    PracticeFactory(title="Hidden draft", institution=older.institution)

    page = page_of(client, "/practices/")

    assert titles(page) == ["Newer", "Older"]
    assert page.h1.get_text(strip=True) == "All 2 practices"
    assert newer.institution_id == older.institution_id
