"""How people of the demo consortium come in, for journeys."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from collaborative.demo.factors import code_of
from tests.portal_plugin import Portal

STEWARD = "fadumo.warsame@graywing.example.org"
READER = "nels.sandaker@graywing.example.org"
OF_TWO = "linh.duong@dunlinstreet.example.org"  # two institutions, two addresses
OUTSIDER = "jon.beaulieu@basaltridge.example.org"
COORDINATOR = "denise.halloran@graywing.example.org"
ADMINISTRATOR = "tomas.engstrom@bitternrivers.example.org"
EDITOR = "pahoua.vang@graywing.example.org"
STEP = 30  # seconds for which an app shows one code


def sign_in(portal: Portal, new_page: Callable[..., Page], address: str) -> Page:
    """A browser of this person, signed in with the code from the mail."""
    page = new_page()
    before = len(portal.mails(address))
    page.goto(portal.url("/accounts/login/"))
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(portal.code_for(address, after=before))
    page.locator("main form").first.get_by_role("button").first.click()
    prove_factor(portal, page, address)
    expect(page).not_to_have_url(re.compile("/accounts/"))
    return page


def prove_factor(portal: Portal, page: Page, address: str) -> None:
    """Types what the person's app shows, where it is asked."""
    page.wait_for_load_state()
    for _ in range(2):  # a code may grow too old between the look and the answer
        if "/accounts/2fa/" not in page.url:
            return
        portal.forget_codes()
        page.get_by_label("Code").fill(code_of(address, at=time.time()))
        page.locator("main form").first.get_by_role("button").first.click()
        page.wait_for_load_state()


def set_up_app(page: Page) -> None:
    """From the page to which the gate leads a new steward: the key is read, the code is typed."""
    expect(page.get_by_text("Your role needs a second factor.")).to_be_visible()
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("code.key").inner_text()
    counter = int(time.time()) // STEP
    page.get_by_role("textbox", name="Authenticator code").fill(
        format_hotp_value(hotp_value(secret, counter))
    )
    page.get_by_role("button", name="Turn the app on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator(".codes li")).to_have_count(10)
