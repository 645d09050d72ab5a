"""Finding practices in a browser with scripts: where the eyes and the back button end up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_below_the_choices_leads_to_the_answer(portal, new_page, width):
    page = new_page(width=width)
    page.goto(portal.url("/practices/"))
    success = page.locator("input[name=story][value=success]")
    summary = page.locator(".facets__summary")
    if summary.is_visible():
        summary.click()
    page.locator("#facet-story > summary").click()
    steps = page.evaluate("history.length")
    success.check()
    expect(page).to_have_url(portal.url("/practices/?story=success"))
    expect(page.locator(".chosen__one")).to_have_count(1)

    page.get_by_role("button", name="Show these practices").click()

    expect(page.locator("#results")).to_be_focused()
    expect(page.locator("#found")).to_be_in_viewport()
    assert page.locator("#found").bounding_box()["y"] < 200
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    expect(page).to_have_url(portal.url("/practices/"))


def test_words_typed_after_a_choice_come_by_best_match(portal, new_page):
    page = new_page()
    page.goto(portal.url("/practices/"))
    page.locator("#find-q").fill("interpreter")
    page.get_by_role("button", name="Show practices").click()

    expect(page).to_have_url(portal.url("/practices/?q=interpreter"))
    expect(page.locator("#find-sort option:checked")).to_have_text("Best match")
    page.locator("#find-sort").focus()
    page.locator("#find-sort").select_option(label="Newest first")
    expect(page).to_have_url(portal.url("/practices/?q=interpreter&sort=newest"))
    expect(page.locator("#find-sort")).to_be_focused()


def test_two_practices_are_compared_by_keyboard_without_a_script(portal, new_page):
    page = new_page(width=320, javascript=False)
    page.goto(portal.url("/practices/rides-booked-by-the-clinic-and-paid-by-the-plan/"))
    page.get_by_role("link", name="Compare with others").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Words to look for").fill("one ride phone line")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Compare ?: One ride phone line")).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    expect(page.get_by_role("row", name="Need")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("link", name=re.compile("Leave out ?: Rides booked")).click()
    expect(page.locator(".compare__chosen li")).to_have_count(1)


def test_a_zero_of_the_gap_map_leads_on_and_its_heads_stay_in_sight(portal, new_page):
    page = new_page(width=1280)
    page.goto(portal.url("/practices/gaps/"))
    head = page.locator(".gap-map__area").first
    page.locator("#people ~ .stacks tfoot").scroll_into_view_if_needed()
    expect(head).to_be_in_viewport()
    page.locator(".gap-map__none a").first.focus()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(portal.url("/practices/gaps/"))
