"""A member asks those who do a practice, and one of them answers; all without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OUTSIDER, READER, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
ASKED = "Who reads the letters of those who apply?"


def test_a_question_goes_through_the_portal_and_its_answer_back(
    portal, new_page, assert_accessible
):
    contact = sign_in(portal, new_page, READER)
    contact.goto(portal.url("/practices/?q=hiring+neighborhoods+hospitals"))
    contact.get_by_role("link", name="neighborhoods around our hospitals").first.click()
    address = contact.url
    contact.get_by_role("button", name="I may be asked").click()
    expect(contact.get_by_text("Members can ask you about this practice now.")).to_be_visible()

    cookies = sign_in(portal, new_page, OUTSIDER).context.cookies()
    asker = new_page(width=320, javascript=False, cookies=cookies)
    asker.goto(address)
    asker.get_by_text("Write a question").click()
    before = len(portal.mails(READER))
    asker.get_by_label("Your question").fill(ASKED)
    asker.get_by_role("button", name="Send the question").click()
    expect(asker.get_by_text("No answer yet.")).to_be_visible()
    assert_accessible(asker.url, cookies=cookies)

    mails = portal.mails(READER)
    assert len(mails) == before + 1
    assert mails[-1]["Reply-To"] is None
    assert f"> {ASKED}" in mails[-1].get_body("plain").get_content()
    assert OUTSIDER not in mails[-1].as_string()

    before = len(portal.mails(OUTSIDER))
    contact.goto(portal.url("/desk/"))
    contact.get_by_role("link", name="Answer Jon Beaulieu").click()
    contact.get_by_label("Your answer").fill("Two people of the unit, without the names.")
    contact.get_by_label("Show my e-mail address").check()
    contact.get_by_role("button", name="Send the answer").click()
    expect(contact.get_by_text("Your answer to Jon Beaulieu is on its way.")).to_be_visible()
    assert OUTSIDER not in contact.content()

    answered = portal.mails(OUTSIDER)
    assert len(answered) == before + 1
    assert READER in answered[-1]["Reply-To"]
    asker.reload()
    expect(asker.get_by_role("link", name=READER)).to_be_visible()

    stranger = new_page()
    stranger.goto(address)
    assert "Ask those who do it" not in stranger.content()
