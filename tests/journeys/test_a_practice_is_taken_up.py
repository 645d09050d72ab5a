"""Another institution takes up a practice: a member says so, and the steward stands by it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import STEWARD, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=False)]

PRACTICE = "/practices/ramps-scales-and-beds-an-access-audit-led-by-patients-who-use-wheelchairs/"
MEMBER = "nels.sandaker@graywing.example.org"  # whose steward is STEWARD
ITS_STEWARD = "marisela.ocampo@stonecrop.example.org"
WORDS = "Our first audit is by patients who are blind. Zelkovas grow at the door."


def test_a_practice_is_taken_up(portal, new_page):
    anybody, member = new_page(), sign_in(portal, new_page, MEMBER)

    member.goto(portal.url(PRACTICE))
    member.get_by_role("link", name="Say that your institution uses this").click()
    member.get_by_role("button", name="Send it to your steward").click()
    expect(member.get_by_text("Say how far your institution is with it.").first).to_be_visible()
    member.get_by_label("Trying:", exact=False).check()
    member.get_by_role("textbox", name=re.compile("^When did you start")).fill("September 2026")
    member.get_by_role("textbox", name=re.compile("^What did you change")).fill(WORDS)
    member.get_by_role("button", name="Send it to your steward").click()
    expect(member.get_by_text("Waits for a steward.")).to_be_visible()

    anybody.goto(portal.url(PRACTICE))
    expect(anybody.get_by_text("Zelkovas")).to_have_count(0)

    assert "trying" in portal.wait_for_mail(STEWARD, matching="waits for your word").as_string()
    steward = sign_in(portal, new_page, STEWARD)
    steward.goto(portal.url("/desk/"))
    steward.get_by_role("link", name=re.compile("^Ramps, scales and beds")).first.click()
    steward.get_by_role("button", name="Confirm and publish").click()
    expect(steward.get_by_text("Everybody can read it in the ledger now.")).to_be_visible()

    anybody.goto(portal.url(PRACTICE))
    line = anybody.get_by_role("listitem").filter(has_text="Zelkovas")
    expect(line).to_contain_text("Graywing Health")
    expect(line).to_contain_text("since September 2026")
    anybody.get_by_role("link", name="In their own words, in full").click()
    expect(anybody.get_by_text("Zelkovas")).to_be_visible()
    anybody.get_by_role("link", name="See how practices spread").click()
    row = anybody.get_by_role("row").filter(has_text="Graywing").filter(has_text="Ramps, scales")
    expect(row).to_contain_text("1 trying")
    portal.wait_for_mail(ITS_STEWARD, matching="Graywing Health is trying")
