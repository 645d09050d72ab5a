"""The search field in a browser: by keyboard, with a screen reader's eyes, and without scripts."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_offered_is_chosen_by_keyboard(portal, new_page, width):
    page = new_page(width=width)
    page.goto(portal.url("/practices/"))
    field = page.locator("#find-q")
    field.press_sequentially("langu")
    options = page.locator("#find-q-list [role=option]")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == []

    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "find-q-list-0")
    expect(field).to_be_focused()
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(options.first).to_be_hidden()
    expect(field).to_have_value("langu")

    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(portal.url("/practices/?scope=language-access"))


def test_enter_with_nothing_chosen_searches_for_what_was_typed(portal, new_page):
    page = new_page()
    page.goto(portal.url("/"))
    field = page.locator("#site-search")
    field.press_sequentially("turjubaan")
    expect(page.locator("#site-search-list [role=option]").first).to_be_visible()
    field.press("Enter")

    expect(page).to_have_url(portal.url("/practices/?q=turjubaan"))
    expect(page.get_by_text("These words lead to")).to_contain_text("Language access")
    expect(page.locator(".why").first).to_contain_text(re.compile("a synonym of turjubaan"))


def test_the_field_works_without_scripts(portal, new_page):
    page = new_page(javascript=False, width=320)
    page.goto(portal.url("/practices/"))
    field = page.locator("#find-q")
    assert field.get_attribute("role") is None
    field.fill("interpretor")
    field.press("Enter")

    expect(page.locator(".mended")).to_contain_text("Did you mean interpreter?")
    expect(page.locator(".results__one mark").first).to_be_visible()


def test_what_is_unfolded_and_focused_stays_so_when_counts_change(portal, new_page):
    page = new_page(width=1280)
    page.goto(portal.url("/practices/"))
    page.locator("#facet-stage > summary").click()
    language = page.locator("#facet-language")
    language.locator("summary").click()
    somali = language.locator("input[value=so]")
    somali.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(portal.url("/practices/?language=so"))
    expect(somali).to_be_focused()
    said = page.locator("#find-said")
    expect(said).to_contain_text("Somali")

    page.keyboard.press("Space")

    expect(page).to_have_url(portal.url("/practices/"))
    expect(somali).to_be_focused()
    expect(somali).to_be_visible()
    expect(page.locator("#facet-stage")).to_have_attribute("open", "")
    expect(said).to_contain_text("All")
    page.go_back()
    expect(page).to_have_url(portal.url("/practices/?language=so"))
