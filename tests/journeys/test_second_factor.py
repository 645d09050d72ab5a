"""A steward sets a passkey up and signs in with it, in Chromium with its virtual authenticator."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from collaborative.demo.factors import code_of
from tests.journeys.people import READER, STEWARD, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def virtual_authenticator(page):
    """A phone with a fingerprint reader that always knows the finger."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_steward_adds_a_passkey_and_signs_in_with_it_alone(portal, new_page):
    page = sign_in(portal, new_page, STEWARD)
    # Browsers know no passkeys on bare numbers, so the same portal is visited by its name.
    by_name = portal.url("/").replace("127.0.0.1", "localhost").rstrip("/")
    cookies = [cookie | {"domain": "localhost"} for cookie in page.context.cookies()]
    page = new_page(cookies=cookies)
    virtual_authenticator(page)

    page.goto(f"{by_name}/accounts/2fa/")
    page.get_by_role("link", name="Add a key").click()
    if (
        page.url.endswith("reauthenticate/?next=/accounts/2fa/webauthn/add/")
        or "reauth" in page.url
    ):
        for later in (1, -1, 0):
            page.get_by_label("Code").fill(code_of(STEWARD, at=time.time(), later=later))
            page.get_by_role("button", name="Confirm").click()
            page.wait_for_load_state()
            if "reauthenticate" not in page.url:
                break
    page.get_by_label("Name").fill("Phone")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add this key").click()
    expect(page.get_by_text("Your key is added.")).to_be_visible()
    page.goto(f"{by_name}/accounts/2fa/")
    expect(page.get_by_text("1 key.")).to_be_visible()

    page.goto(f"{by_name}/account/")
    page.get_by_role("button", name="Sign out").first.click()
    page.goto(f"{by_name}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(re.compile(r"/desk/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_browser_without_keys_says_what_to_do_instead(portal, new_page):
    page = sign_in(portal, new_page, READER)
    page.goto(portal.url("/accounts/2fa/webauthn/add/"))
    page.get_by_role("button", name="Add this key").click()

    expect(page.get_by_text("The browser did not hand over a key")).to_be_visible()
