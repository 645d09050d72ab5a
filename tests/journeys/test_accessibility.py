"""Every page: axe-core in light and dark, one h1, landmarks, no sideways scrolling at 320 px,
nothing inline, nothing from another host; and what a keyboard does."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

# Pages that need nothing in the database.
OPEN_PAGES = [
    "/design-system/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/dev/mailbox/",
]


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_an_open_page_is_accessible(live_server, assert_accessible, path):
    assert_accessible(live_server.url + path)


def test_long_addresses_and_subjects_wrap_in_the_mailbox(
    live_server, assert_accessible, settings, tmp_path
):
    settings.MAILBOX_DIR = str(tmp_path)
    long = "somebody-with-a-name-" * 3
    message = EmailMessage()
    message["From"] = "portal@collaborative.example.org"
    message["To"] = f"{long}@{'a-department-of-' * 3}health.example.org"
    message["Subject"] = "Practice-" * 16
    message.set_content(f"https://collaborative.example.org/{long * 5}/")
    (tmp_path / "1.eml").write_bytes(message.as_bytes())
    for path in ("/dev/mailbox/", "/dev/mailbox/1.eml/?show=text", "/dev/mailbox/1.eml/"):
        assert_accessible(live_server.url + path)


def test_the_page_for_unknown_addresses_is_accessible(live_server, assert_accessible):
    assert_accessible(live_server.url + "/no-such-page/", status=404)


def test_the_skip_link_is_first_and_leads_to_the_content(live_server, page):
    page.goto(live_server.url + "/accounts/signup/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    assert page.locator(".skip-link").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_menu_of_a_phone_opens_without_scripts(live_server, new_page):
    page = new_page(width=320, javascript=False)
    page.goto(live_server.url + "/design-system/")
    charter = page.get_by_role("navigation", name="Main").get_by_role("link", name="Charter")
    assert not charter.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert charter.is_visible()


def test_rooms_and_places_are_reached_by_keyboard_with_a_visible_focus(live_server, page):
    page.goto(live_server.url + "/design-system/")
    page.get_by_role("link", name="Language access").first.focus()
    page.keyboard.press("Tab")
    room = "document.activeElement"
    assert page.evaluate(f"{room}.textContent") == "Diversity and inclusion"
    outline = page.evaluate(f"getComputedStyle({room}, '::after').outlineStyle")
    assert outline == "solid"


def test_an_error_summary_takes_the_focus_and_leads_to_the_question(live_server, page):
    page.goto(live_server.url + "/accounts/signup/")
    page.get_by_label("E-mail address").fill("ida@people.example.org")
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Sign up").click()
    page.locator(".error-summary:focus").wait_for()
    page.get_by_role("link", name="Your name").click()
    page.locator("#id_name:focus").wait_for()


def test_words_at_twice_their_size_fit_a_phone(live_server, new_page):
    page = new_page(width=640)
    page.goto(live_server.url + "/design-system/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0


def test_a_page_works_with_forced_colours_and_on_paper(live_server, new_page):
    page = new_page(forced_colors="active")
    page.goto(live_server.url + "/design-system/")
    stroke = page.locator(".plan__outer").evaluate("element => getComputedStyle(element).stroke")
    assert stroke != page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
