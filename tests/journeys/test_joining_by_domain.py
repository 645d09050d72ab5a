"""A coordinator has a domain proved by DNS; the first person with an address there walks in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import COORDINATOR, STEWARD, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
DOMAIN = "graywinglab.example.org"
NAME = f"_dlp-collaborative-challenge.{DOMAIN}"


def test_a_domain_is_proved_and_its_people_come_in(portal, new_page):
    page = sign_in(portal, new_page, COORDINATOR)
    page.goto(portal.url("/institutions/graywing/domains/"))
    page.get_by_label("Mail domain").fill(DOMAIN)
    page.get_by_label("A steward approves each person").check()
    page.get_by_label("To be proved by DNS").check()
    page.get_by_role("button", name="Add the domain").click()
    entry = page.locator("li.entry", has_text=NAME)
    expect(entry).to_contain_text("Does not count yet")
    value = entry.locator("dd code").last.inner_text()

    portal.dns.publish(NAME, "something else")
    check = page.get_by_role("button", name=f"Check now for the record of {DOMAIN}")
    check.click()
    expect(page.get_by_text("with another value: “something else”").first).to_be_visible()

    portal.dns.publish(NAME, "something else", value)
    check.click()
    expect(page.get_by_text(f"Proved: addresses at {DOMAIN} count")).to_be_visible()

    newcomer, address = new_page(), f"mai.lor@{DOMAIN}"
    newcomer.goto(portal.url("/accounts/signup/"))
    newcomer.get_by_label("E-mail address").fill(address)
    newcomer.get_by_label("Your name").fill("Mai Lor")
    newcomer.get_by_role("button", name="Sign up").click()
    newcomer.get_by_label("Code").fill(portal.code_for(address))
    newcomer.locator("main form").first.get_by_role("button").first.click()
    expect(newcomer.get_by_text("Graywing Health has been asked")).to_be_visible()

    asked = portal.wait_for_mail(STEWARD, matching="Mai Lor asks to join Graywing Health")
    link = re.search(r"http\S+/people/\d+/", asked.get_body(("plain",)).get_content())
    steward = sign_in(portal, new_page, STEWARD)
    expect(steward.get_by_role("link", name="Answer Mai Lor")).to_be_visible()
    steward.goto(link[0])
    steward.get_by_role("button", name="Let in").click()
    expect(steward.get_by_text("Mai Lor is now a contributor.")).to_be_visible()

    portal.wait_for_mail(address, matching="You are now a contributor of Graywing Health")
    newcomer.goto(portal.url("/welcome/"))
    expect(newcomer.get_by_text("You are a contributor of Graywing Health")).to_be_visible()
