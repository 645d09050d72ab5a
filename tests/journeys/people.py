"""How people of the demo consortium come in, for journeys."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.portal_plugin import Portal

STEWARD = "fadumo.warsame@graywing.example.org"
READER = "nels.sandaker@graywing.example.org"
OUTSIDER = "jon.beaulieu@basaltridge.example.org"
COORDINATOR = "denise.halloran@graywing.example.org"
EDITOR = "pahoua.vang@graywing.example.org"


def sign_in(portal: Portal, new_page: Callable[..., Page], address: str) -> Page:
    """A browser of this person, signed in with the code from the mail."""
    page = new_page()
    before = len(portal.mails(address))
    page.goto(portal.url("/accounts/login/"))
    page.get_by_label("Email").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(portal.code_for(address, after=before))
    page.locator("main form").first.get_by_role("button").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/"))
    return page
