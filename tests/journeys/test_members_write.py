"""One member finds another, writes, and is answered; neither meets the other's address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OUTSIDER, READER, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def test_a_letter_and_its_answer_without_scripts(portal, new_page, assert_accessible):
    cookies = sign_in(portal, new_page, READER).context.cookies()
    page = new_page(width=320, javascript=False, cookies=cookies)
    page.goto(portal.url("/desk/"))
    page.get_by_role("link", name="People of the collaborative").click()
    page.get_by_label("Name or institution").fill("beaulieu basalt")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="1 person")).to_be_visible()
    page.get_by_role("link", name="Jon Beaulieu").click()
    assert_accessible(page.url, cookies=cookies)
    page.get_by_label("Subject").fill("Clinic drives")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_label("Subject")).to_have_value("Clinic drives")
    before = len(portal.mails(OUTSIDER))
    page.get_by_label("Your letter").fill("How far do people come?")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("Your letter to Jon Beaulieu is on its way.")).to_be_visible()
    assert OUTSIDER not in page.content()

    mails = portal.mails(OUTSIDER)
    assert len(mails) == before + 1
    words = mails[-1].get_body("plain").get_content()
    assert "> How far do people come?" in words
    assert READER not in mails[-1].as_string()
    link = re.search(r"http\S+next=%2Fpeople%2F\d+%2F", words)[0]

    # Signed out, the link leads to the sign-in page; signed in, to the writer's page.
    stranger = new_page()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).not_to_have_text("Nels Sandaker")
    answering = sign_in(portal, new_page, OUTSIDER)
    parts = urlsplit(link)
    answering.goto(portal.url(f"{parts.path}?{parts.query}"))
    expect(answering.get_by_role("heading", name="Write to Nels Sandaker")).to_be_visible()
