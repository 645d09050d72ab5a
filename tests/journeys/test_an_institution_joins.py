"""Somebody without an account proposes an institution; in the end its steward looks after it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import COORDINATOR, set_up_app, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
ADDRESS = "ingrid.moe@ternislandhealth.example.org"


def link_in(message) -> str:
    text = message.get_body(("plain",)).get_content()
    found = re.search(r"http\S+/(?:propose|invitations)/\S+/", text)
    assert found, text
    return found[0]


def test_an_institution_is_proposed_admitted_and_looked_after(portal, new_page):
    stranger = new_page(javascript=False, width=320)
    stranger.goto(portal.url("/institutions/"))
    stranger.get_by_role("link", name="Propose an institution").click()
    for label, text in (
        ("Name of the institution", "Tern Island Health"),
        ("City", "Baudette"),
        ("Counties it serves", "Lake of the Woods, Roseau"),
        ("Why do you want to join?", "We want to hear how others reach people far from a clinic."),
        ("Your name", "Ingrid Moe"),
        ("Your e-mail address", ADDRESS),
    ):
        stranger.get_by_label(label, exact=True).fill(text)
    stranger.get_by_role("button", name="Send the proposal").click()
    expect(stranger.locator(".error-summary")).to_contain_text("Kind")
    expect(stranger.get_by_label("Your name", exact=True)).to_have_value("Ingrid Moe")
    stranger.get_by_label("Kind").select_option(label="Hospital")
    stranger.get_by_role("button", name="Send the proposal").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")

    mailed = portal.wait_for_mail(ADDRESS, matching="Confirm your proposal")
    stranger.goto(link_in(mailed))
    stranger.get_by_role("button", name="Confirm and send").click()
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("is with the coordinators")

    portal.wait_for_mail(COORDINATOR, matching="Tern Island Health wants to join")
    coordinator = sign_in(portal, new_page, COORDINATOR)
    coordinator.get_by_role("link", name="Answer Tern Island Health").click()
    coordinator.get_by_role("button", name="Admit the institution").click()
    expect(coordinator.get_by_text("Tern Island Health belongs now.")).to_be_visible()
    coordinator.goto(portal.url("/desk/institutions/?show=without-steward"))
    expect(coordinator.get_by_text("Tern Island Health").first).to_be_visible()

    invited = portal.wait_for_mail(ADDRESS, matching="Tern Island Health invites you")
    stranger.goto(link_in(invited))
    stranger.get_by_role("link", name="Sign up").last.click()
    stranger.get_by_label("E-mail address").fill(ADDRESS)
    stranger.get_by_label("Your name").fill("Ingrid Moe")
    stranger.get_by_role("button", name="Sign up").click()
    stranger.get_by_label("Code").fill(portal.code_for(ADDRESS, after=2))
    stranger.locator("main form").first.get_by_role("button").first.click()
    if "/invitations/" not in stranger.url:
        stranger.goto(link_in(invited))
    stranger.get_by_role("button", name="Accept the invitation").click()
    expect(stranger.get_by_text("You are now a steward of Tern Island Health")).to_be_visible()
    set_up_app(stranger)
    stranger.goto(portal.url("/welcome/"))
    expect(stranger.get_by_text("You are a steward of Tern Island Health")).to_be_visible()
    stranger.goto(portal.url("/institutions/tern-island-health/people/"))
    expect(stranger.get_by_role("link", name="Invite somebody")).to_be_visible()
