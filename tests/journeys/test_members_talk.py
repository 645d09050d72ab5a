"""A member asks below a practice, its author answers, a steward hides; all without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import EDITOR, OUTSIDER, STEWARD, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
PRACTICE = "/practices/a-translated-patient-portal-that-few-people-opened/"
ASKED = "What did you do with the license that was left?"


def test_a_question_its_answer_and_what_is_kept(portal, new_page, assert_accessible):
    cookies = sign_in(portal, new_page, OUTSIDER).context.cookies()
    page = new_page(width=320, javascript=False, cookies=cookies)
    page.goto(portal.url("/practices/?q=translated+portal"))
    page.get_by_role("link", name="translated patient portal").first.click()
    address = page.url
    before = len(portal.mails(EDITOR))
    page.get_by_label("Your comment").fill(ASKED)
    page.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_text("Your comment is there.")).to_be_visible()
    page.get_by_role("button", name="Keep this practice").click()
    page.get_by_role("link", name=re.compile("^Kept")).click()
    page.get_by_label("Your note").fill("Ask again in May")
    page.get_by_role("button", name="Save").click()
    page.goto(address)
    expect(page.get_by_text("Ask again in May")).to_be_visible()
    page.get_by_role("button", name="Follow this practice").click()
    expect(page.get_by_role("button", name="Following this practice: stop")).to_be_visible()
    assert_accessible(address, cookies=cookies)

    mails = portal.mails(EDITOR)
    assert len(mails) == before + 1
    assert f"> {ASKED}" in mails[-1].get_body("plain").get_content()

    steward = sign_in(portal, new_page, STEWARD)
    steward.goto(address)
    steward.get_by_role("link", name="Reply to Jon Beaulieu").click()
    steward.get_by_label("Your reply").fill("It ran out in a year.")
    steward.get_by_role("button", name="Send the reply").click()
    expect(steward.get_by_text("It ran out in a year.")).to_be_visible()
    steward.get_by_role("link", name="Hide the comment of Jon Beaulieu").click()
    steward.get_by_label("Why should nobody read it?").fill("Asked elsewhere already.")
    steward.get_by_role("button", name="Hide it now").click()
    assert len(portal.mails(OUTSIDER)) >= 2

    page.goto(address)
    expect(page.get_by_text("The reason given: Asked elsewhere already.")).to_be_visible()
    expect(page.get_by_text(ASKED)).to_be_visible()
    stranger = new_page()
    stranger.goto(address)
    assert "Comments" not in stranger.content()
    assert "It ran out in a year." not in stranger.content()
