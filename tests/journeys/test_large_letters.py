"""Letters twice as large: every page wraps, none scrolls sideways, and the menu stays in reach."""

from __future__ import annotations

import pytest

from tests.journeys.people import STEWARD, sign_in
from tools.browser import FLAGS, chromium_path, problems_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

PRACTICE = "/practices/interpreters-after-10-pm-in-our-emergency-departments/"
PAGES = [
    "/",
    "/practices/",
    PRACTICE,
    f"{PRACTICE}history/",
    "/institutions/",
    "/institutions/graywing/",
    "/charter/",
    "/charter/changes/",
    "/thought-leadership/",
    "/meetings/",
    "/data/",
    "/accounts/login/",
    "/accounts/signup/",
    "/dev/mailbox/",
    "/no-such-page/",
]
FOR_STEWARDS = ["/desk/", "/account/", "/practices/share/", "/institutions/graywing/people/"]
# What a person sets in the browser: 32 px instead of 16.
TWICE = "--blink-settings=defaultFontSize=32"


@pytest.fixture(scope="module")
def large_browser(playwright_engine, browser):
    large = playwright_engine.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, TWICE])
    yield large
    large.close()


def sideways(page) -> list[str]:
    return [one for one in problems_of(page, with_axe=False) if "sideways" in one]


def test_no_page_scrolls_sideways_on_a_phone_with_letters_twice_as_large(
    portal, large_browser, new_page
):
    cookies = sign_in(portal, new_page, STEWARD).context.cookies()
    wrong = {}
    for paths, known in ((PAGES, None), (FOR_STEWARDS, cookies)):
        context = large_browser.new_context(viewport={"width": 320, "height": 900})
        if known:
            context.add_cookies(known)
        page = context.new_page()
        for path in paths:
            page.goto(portal.url(path))
            assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
            if found := sideways(page):
                wrong[path] = found
            menu = page.get_by_role("button", name="Menu").bounding_box()
            if not menu or menu["x"] < 0 or menu["x"] + menu["width"] > 320:
                wrong[f"{path} menu"] = menu
        context.close()
    assert wrong == {}


def test_a_browser_that_makes_only_the_text_larger_gets_the_menu_of_a_phone(portal, new_page):
    page = new_page(width=1280, bypass_csp=True)
    for path in ("/", "/practices/", PRACTICE):
        page.goto(portal.url(path))
        assert not page.get_by_role("button", name="Menu").is_visible()
        page.add_style_tag(content="html { font-size: 200% }")
        assert page.get_by_role("button", name="Menu").is_visible()
        assert sideways(page) == []
