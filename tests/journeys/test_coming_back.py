"""A search is saved, something new matches, a mail tells; and what nobody wrote down is asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OUTSIDER, READER, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
TITLE = "Telescopes lent to night nurses"
PUBLISH = f"""
from members.models import Institution
from tests.factories import published_practice
published_practice(institution=Institution.objects.get(slug="graywing"), title="{TITLE}")
"""


def test_a_saved_search_tells_by_mail_what_newly_matches(portal, new_page, assert_accessible):
    page = sign_in(portal, new_page, READER)
    cookies = page.context.cookies()
    page.goto(portal.url("/practices/?q=%22telescopes%22"))
    expect(page.get_by_text("Nothing matches all of this")).to_be_visible()
    page.get_by_text("Save this search").first.click()
    form = page.locator(".save-search")
    form.get_by_label("Name").fill("Telescopes, wherever")
    form.get_by_label("At once, by mail").check()
    form.get_by_role("button", name="Save this search").click()
    expect(page.get_by_text("Saved as “Telescopes, wherever”.")).to_be_visible()
    assert_accessible(portal.url("/searches/"), cookies=cookies)
    before = len(portal.mails(READER))

    portal.shell(PUBLISH)

    letter = portal.wait_for_mail(READER, matching="New in your saved search")
    assert len(portal.mails(READER)) == before + 1
    text = letter.get_body(("plain",)).get_content()
    assert TITLE in text
    found = re.search(r"“Telescopes, wherever”:\s+(http\S+)", text)
    assert found, text
    address = found[1]

    plain = new_page(width=320, javascript=False, cookies=cookies)
    plain.goto(address)
    expect(plain.get_by_role("link", name=TITLE)).to_be_visible()
    assert_accessible(address, cookies=cookies)
    plain.get_by_role("button", name="I have seen these").click()
    expect(plain.get_by_text("counts as new to you now.")).to_be_visible()
    # Without scripts: saved from the list, changed, removed.
    plain.goto(portal.url("/practices/?scope=language-access"))
    plain.get_by_text("Save this search").first.click()
    plain.get_by_role("button", name="Save this search").click()
    expect(plain.get_by_role("alert").or_(plain.get_by_text("Saved as “")).first).to_be_visible()
    plain.goto(address)
    plain.get_by_label("Not at all").check()
    plain.get_by_role("button", name="Save", exact=True).click()
    expect(plain.get_by_text("Look here for what is new.")).to_be_visible()
    plain.get_by_role("link", name="Remove this search").click()
    plain.get_by_role("button", name="Remove it").click()
    expect(plain.get_by_text("“Telescopes, wherever” is removed.")).to_be_visible()


def test_what_no_search_finds_is_asked_of_all_members(portal, new_page, assert_accessible):
    cookies = sign_in(portal, new_page, OUTSIDER).context.cookies()
    asker = new_page(width=320, javascript=False, cookies=cookies)
    asker.goto(portal.url("/practices/?q=%22kayaks%22&scope=language-access"))
    expect(asker.get_by_role("link", name="Without the words")).to_be_visible()
    asker.get_by_role("link", name="Ask all members").click()
    expect(asker.get_by_label("Area of work")).to_have_value("language-access")
    assert_accessible(asker.url, cookies=cookies)
    asker.get_by_label("Your question to the consortium").fill("Who takes people out in kayaks?")
    asker.get_by_role("button", name="Ask all members").click()
    expect(asker.get_by_text("No answer yet.")).to_be_visible()
    before = len(portal.mails(OUTSIDER))

    other = sign_in(portal, new_page, READER)
    other.goto(portal.url("/desk/"))
    other.get_by_role("link", name="Open questions").click()
    other.get_by_role("link", name="Who takes people out in kayaks?").first.click()
    other.get_by_label("Your answer").fill("We do, on Tuesdays in summer.")
    other.get_by_role("button", name="Send the answer").click()
    expect(other.get_by_role("heading", name="You answered")).to_be_visible()
    assert_accessible(other.url, cookies=other.context.cookies())

    letter = portal.wait_for_mail(OUTSIDER, matching="answered your question", after=0)
    assert len(portal.mails(OUTSIDER)) == before + 1
    assert "> We do, on Tuesdays in summer." in letter.get_body(("plain",)).get_content()

    stranger = new_page()
    stranger.goto(portal.url("/practices/?q=%22kayaks%22&scope=language-access"))
    expect(stranger.get_by_text("Members of the collaborative can ask all others.")).to_be_visible()
    assert "Save this search" not in stranger.content()
