"""A full record is written step by step, published, read, printed, cited and taken down."""

from __future__ import annotations

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import sign_in
from tests.portal_plugin import Portal

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=False)]

AUTHOR = "obsa.gemechu@basaltridge.example.org"
STEWARD = "karin.maki@basaltridge.example.org"
TITLE = "Pill cards with pictures at the pharmacy window"
TOKEN = "tamarack"  # a word that stands nowhere else in the demonstration
NEED = f"People with little time left the {TOKEN} window without a question."


def box(page: Page, label: str):
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}"))


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:
        return response.read().decode()


def wait_until_saved(page: Page) -> None:
    expect(page.get_by_text("Last saved: today")).to_be_visible(timeout=15_000)


def begin(portal: Portal, page: Page, title: str) -> str:
    page.goto(portal.url("/practices/share/"))
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Start the draft").click()
    expect(page.get_by_role("heading", name="The story")).to_be_visible()
    return page.url


def test_a_full_record_is_written_read_and_taken_down(portal, new_page):
    author, anybody = sign_in(portal, new_page, AUTHOR), new_page()
    form = begin(portal, author, TITLE)

    write_the_story_and_leave(author)
    go_on_from_another_device(author, new_page, form)
    submit(author)
    address = publish(portal, sign_in(portal, new_page, STEWARD))
    everybody_reads_it(portal, anybody, address)
    take_it_down(portal, sign_in(portal, new_page, STEWARD), anybody, address)


def write_the_story_and_leave(page: Page) -> None:
    """Saved by itself: no button is pressed before the page is left."""
    box(page, "Need").fill(NEED)
    page.get_by_label("Success:", exact=False).check()
    wait_until_saved(page)
    page.goto("about:blank")


def go_on_from_another_device(page: Page, new_page, form: str) -> None:
    phone = new_page(width=360, cookies=page.context.cookies())
    phone.goto(form)
    expect(box(phone, "Need")).to_have_value(NEED)
    expect(phone.get_by_label("Success:", exact=False)).to_be_checked()
    box(phone, "What we did").fill("Cards with pictures show each pill and its hour.")
    box(phone, "Result").fill("Refills on time went from 61% to 78% in a year.")
    box(phone, "In plain words").fill("A card shows your pills. It shows when. More people come.")
    phone.get_by_label("Implemented:", exact=False).check()
    box(phone, "When did it start").fill("March 2023")
    go_on(phone, "Where it fits")
    phone.get_by_label("Accessibility", exact=True).check()
    box(phone, "Tags").fill("pharmacy, pictures")
    box(phone, "In which counties").fill("Itasca, Koochiching")
    go_on(phone, "How it is done")
    box(phone, "What is used").fill("A card with 40 pictures and a printer.")
    box(phone, "What happens, step by step").fill("- The pharmacist asks.\n- The card is printed.")
    go_on(phone, "What it takes")
    phone.get_by_label("What, resource 1").fill("A printer for labels")
    box(phone, "Cost of a year").fill("4,200")
    box(phone, "Dollars of which year").fill("2024")
    go_on(phone, "With whom")
    box(phone, "The community").fill("Elders chose the pictures and threw out half of ours.")
    go_on(phone, "What came of it")
    for label, words in {
        "What was measured": "Refills on time", "For whom": "All patients of the window",
        "Before": "61%", "After": "78%",
    }.items():  # fmt: skip
        phone.get_by_label(f"{label}, measure 1").fill(words)
    box(phone, "What the community counts as proof").fill("Elders say that they ask again.")
    go_on(phone, "Adopting it")
    box(phone, "The first steps").fill("Begin with ten pills.")
    go_on(phone, "Files and license")
    phone.context.close()
    page.goto(form)


def go_on(page: Page, heading: str) -> None:
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def submit(page: Page) -> None:
    page.get_by_role("link", name="Check and submit").click()
    page.get_by_role("button", name="Submit to your steward").click()
    expect(page.get_by_text("waiting for a steward", exact=False).first).to_be_visible()


def publish(portal: Portal, page: Page) -> str:
    page.goto(portal.url("/desk/"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    return page.url


def everybody_reads_it(portal: Portal, page: Page, address: str) -> None:
    page.goto(address)
    for words in (
        "March 2023", "Itasca", "A printer for labels", "$4,200", "Elders chose the pictures",
        "Refills on time", "Elders say that they ask again.", "Begin with ten pills.",
    ):  # fmt: skip
        expect(page.get_by_text(words, exact=False).first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    page.emulate_media(media="screen")
    cited = read(f"{address}cite.bib")
    assert TITLE in cited
    assert TOKEN in read(portal.url("/feeds/practices.atom"))


def take_it_down(portal: Portal, steward: Page, reader: Page, address: str) -> None:
    """Gone at once: from its page, the search, the API, the feed and the map of the site."""
    lists = [
        f"/practices/?q={TOKEN}", "/feeds/practices.atom", "/sitemap.xml", "/",
        f"/api/v1/practices?q={TOKEN}",
    ]  # fmt: skip
    slug = address.rstrip("/").rpartition("/")[2]
    assert all(slug in read(portal.url(path)) for path in lists)
    steward.goto(address)
    steward.get_by_role("link", name="Take it down").click()
    box(steward, "Why").fill("A patient could be known.")
    steward.get_by_role("button", name="Take it down").click()
    expect(steward.get_by_text("taken down", exact=False).first).to_be_visible()

    assert [path for path in lists if slug in read(portal.url(path))] == []
    assert reader.goto(address).status == 404
    count = json.loads(read(portal.url(f"/api/v1/practices?q={TOKEN}")))["count"]
    assert count == 0


@pytest.mark.parametrize("javascript", [True, False])
def test_two_windows_lose_nothing(portal, new_page, javascript):
    first = sign_in(portal, new_page, AUTHOR)
    form = begin(portal, first, f"Two windows {javascript}")
    second = new_page(javascript=javascript, cookies=first.context.cookies())
    second.goto(form)

    box(first, "Need").fill("Told in the first window.")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(first.get_by_text("Saved. Only the people").first).to_be_visible()
    box(second, "Need").fill("Told in the second window.")
    box(second, "Result").fill("Only the second window says this.")
    if javascript:
        expect(second.get_by_text("Press Save to see both texts")).to_be_visible(timeout=15_000)
    second.get_by_role("button", name="Save", exact=True).click()

    both = second.get_by_role("region", name="Choose between two texts")
    expect(both).to_contain_text("Told in the first window.")
    expect(both).to_contain_text("Told in the second window.")
    expect(box(second, "Need")).to_have_value("Told in the second window.")
    expect(box(second, "Result")).to_have_value("Only the second window says this.")
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.get_by_text("Saved. Only the people").first).to_be_visible()

    first.goto(form.replace("/edit/", "/history/"))
    expect(first.locator("del").filter(has_text="first")).to_be_visible()
    expect(first.locator("ins").filter(has_text="second").first).to_be_visible()
