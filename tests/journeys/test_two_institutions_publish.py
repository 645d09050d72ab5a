"""Two institutions behind one practice: asked, read, signed off, asked again, and withdrawn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import STEWARD, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=False)]

PRACTICE = "/practices/working-on-blood-pressure-one-language-group-at-a-time/"
TITLE = re.compile("^Working on blood pressure")
AUTHOR = "nels.sandaker@graywing.example.org"  # whose steward is STEWARD
OTHER = "ifrah.jimale@dunlinstreet.example.org"  # steward of Dunlin Street
NAME = re.compile("Dunlin Street")
NEWER = "Ask the barber as well: hornbeams listen."


def test_two_institutions_publish_a_practice(portal, new_page):
    anybody, author = new_page(), sign_in(portal, new_page, AUTHOR)

    def published_with():
        anybody.goto(portal.url(PRACTICE))
        return anybody.locator("dl.practice-facts").get_by_text("Published with")

    expect(published_with()).to_have_count(0)
    ask(portal, author)
    letter = portal.wait_for_mail(OTHER, matching="to publish a practice together")
    assert "You run two of the teams." in letter.get_body(("plain",)).get_content()

    # Its steward reads that version and signs it off.
    other = sign_in(portal, new_page, OTHER)
    other.goto(portal.url("/desk/"))
    other.get_by_role("link", name=TITLE).first.click()
    other.get_by_role("button", name="Sign off this version").click()
    expect(other.get_by_text("Signed off.", exact=False).first).to_be_visible()
    expect(published_with()).to_be_visible()
    expect(anybody.get_by_role("link", name=NAME).first).to_be_visible()
    expect(anybody.get_by_text("Written by")).to_be_visible()

    # A later change asks again: published without a new yes, it stands without that name.
    hand_in(portal, author)
    portal.wait_for_mail(OTHER, matching="please read “")
    steward = sign_in(portal, new_page, STEWARD)
    steward.goto(portal.url(f"{PRACTICE}review/"))
    expect(steward.get_by_text("Has not answered")).to_be_visible()
    steward.get_by_role("button", name="Publish", exact=True).click()
    expect(steward.get_by_text("Published. Everybody can read it now")).to_be_visible()
    expect(published_with()).to_have_count(0)
    other.goto(portal.url("/desk/"))
    other.get_by_role("link", name=TITLE).first.click()
    expect(other.get_by_role("heading", name=re.compile("^What changed since"))).to_be_visible()
    expect(other.get_by_text("hornbeams").first).to_be_visible()
    other.get_by_role("button", name="Sign off this version").click()
    expect(published_with()).to_be_visible()

    # Stepping back takes the name, and nothing else.
    other.get_by_role("link", name="Withdraw from this practice").click()
    other.get_by_role("textbox").fill("The two teams have ended.")
    other.get_by_role("button", name="Withdraw now").click()
    expect(other.get_by_text("is named on no version")).to_be_visible()
    expect(published_with()).to_have_count(0)
    expect(anybody.get_by_role("heading", name=TITLE)).to_be_visible()
    portal.wait_for_mail(AUTHOR, matching="withdrew from")


def ask(portal, author):
    """A colleague is made an author, one's own name shown, another institution asked."""
    author.goto(portal.url(PRACTICE))
    author.get_by_role("link", name="People and institutions").click()
    author.get_by_role("textbox", name="Find a person by name").fill("vang")
    author.get_by_role("button", name="Find", exact=True).click()
    author.get_by_role("button", name="Add Pa Houa Vang").click()
    expect(author.get_by_text("is an author now")).to_be_visible()
    author.get_by_role("button", name="Show my name").click()
    author.get_by_label("Name of the institution").fill("Dunlin")
    author.get_by_role("textbox", name=re.compile("^A sentence")).fill("You run two of the teams.")
    author.get_by_role("button", name="Ask", exact=True).click()
    expect(author.get_by_text("Asked. The stewards of")).to_be_visible()


def hand_in(portal, author):
    author.goto(portal.url(f"{PRACTICE}edit/adopting/"))
    author.locator("textarea[name=advice]").fill(NEWER)
    author.get_by_role("button", name="Save", exact=True).click()
    author.goto(portal.url(f"{PRACTICE}edit/finish/"))
    author.get_by_role("button", name="Submit to your steward").click()
    expect(author.get_by_text("Submitted.", exact=False).first).to_be_visible()
