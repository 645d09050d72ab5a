"""An administrator sets a sign-on up; people come in through it, and then through nothing else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import ADMINISTRATOR, READER, STEWARD, prove_factor, sign_in
from tests.oidc import running_provider
from tools.browser import axe_violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
NEWCOMER = "ayan.duale@graywing.example.org"


@pytest.fixture
def provider(portal):
    process, provider = running_provider("--require-nonce", "true")
    yield provider
    process.terminate()
    process.wait(10)
    portal.shell("from members.models import SignOn; SignOn.objects.all().delete()")


def go_on(page: Page, sub: str) -> None:
    """The button here, and then the name at the provider."""
    page.get_by_role("button", name="Go on to sign on").click()
    page.get_by_role("link", name="Go there now").or_(
        page.locator("input[name=sub]")
    ).first.wait_for()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator("input[name=sub]").fill(sub)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_load_state()


def type_address(portal, page: Page, address: str) -> None:
    page.goto(portal.url("/accounts/login/?next=/meetings/"))
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Sign in", exact=True).click()


def type_code(portal, page: Page, address: str, before: int) -> None:
    page.get_by_label("Code").fill(portal.code_for(address, after=before))
    page.locator("main form").first.get_by_role("button").first.click()


def test_an_institution_signs_its_people_on(portal, new_page, provider):
    provider.knows("ayan", email=NEWCOMER, email_verified=True, name="Ayan Duale")
    provider.knows("nels", email=READER, email_verified=True)
    provider.knows("boss", email="chief@basaltridge.example.org", email_verified=True)
    admin = sign_in(portal, new_page, ADMINISTRATOR)

    an_administrator_enters_the_provider(portal, admin, provider)
    somebody_new_comes_in(portal, new_page(javascript=False, width=320))
    somebody_with_an_account_links_it(portal, new_page())
    another_institutions_address_does_not_count(portal, new_page())
    it_is_required(portal, admin, new_page)

    admin.get_by_role("button", name="Remove the sign-on").click()
    expect(admin.get_by_text("has no sign-on any more")).to_be_visible()


def an_administrator_enters_the_provider(portal, admin, provider):
    admin.goto(portal.url("/desk/institutions/"))
    admin.get_by_role("link", name="Sign-on of Graywing Health").click()
    prove_factor(portal, admin, ADMINISTRATOR)
    admin.get_by_role("button", name="Show the address to register").click()
    expect(admin.locator("code.key")).to_contain_text("/back/")
    admin.get_by_label("Client ID").fill("portal")
    for issuer, said in (
        ("https://10.0.0.1", "leads into a private network"),
        (provider.issuer, "The provider answers and is kept."),
    ):
        admin.get_by_label("Issuer").fill(issuer)
        expect(admin.get_by_label("Client ID")).to_have_value("portal")
        admin.get_by_label("Client secret").fill("known to two")
        admin.get_by_role("button", name="Ask the provider and keep it").click()
        expect(admin.get_by_text(said).first).to_be_visible()
        assert axe_violations(admin) == []


def somebody_new_comes_in(portal, page):
    type_address(portal, page, NEWCOMER)
    expect(page.get_by_text("is an address of Graywing Health")).to_be_visible()
    go_on(page, "ayan")
    expect(page.get_by_label("Your name")).to_have_value("Ayan Duale")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Make my account").click()
    expect(page).to_have_url(portal.url("/meetings/"))
    page.goto(portal.url("/account/"))
    expect(page.get_by_role("link", name="Graywing Health").first).to_be_visible()


def somebody_with_an_account_links_it(portal, page):
    type_address(portal, page, READER)
    assert axe_violations(page) == []
    go_on(page, "nels")
    expect(page.get_by_role("heading", name="You have an account already")).to_be_visible()
    assert axe_violations(page) == []
    before = len(portal.mails(READER))
    page.get_by_role("button", name="Send me a code").click()
    type_code(portal, page, READER, before)
    go_on(page, "nels")
    expect(page).to_have_url(portal.url("/meetings/"))
    page.goto(portal.url("/accounts/sign-on/"))
    expect(page.get_by_text(f"As {READER}")).to_be_visible()
    assert axe_violations(page) == []
    portal.wait_for_mail(READER, matching="A sign-on was linked")


def another_institutions_address_does_not_count(portal, page):
    type_address(portal, page, "anybody@graywing.example.org")
    go_on(page, "boss")
    expect(page.get_by_text("believed only for the mail domains of Graywing")).to_be_visible()
    assert axe_violations(page) == []


def it_is_required(portal, admin, new_page):
    """An open session and a code meet it; one steward does not."""
    elsewhere = sign_in_by_code(portal, new_page, READER)
    admin.reload()
    admin.get_by_label("Fadumo Warsame").check()
    admin.get_by_role("button", name="Require it").click()
    prove_factor(portal, admin, ADMINISTRATOR)
    expect(admin.get_by_text("Required", exact=True)).to_be_visible()

    elsewhere.goto(portal.url("/desk/"))
    expect(elsewhere.get_by_text("Your institution asks for this.")).to_be_visible()
    go_on(elsewhere, "nels")
    expect(elsewhere).to_have_url(portal.url("/desk/"))
    again = sign_in_by_code(portal, new_page, READER)
    expect(again.get_by_text("asks its people to sign on through it")).to_be_visible()
    steward = sign_in_by_code(portal, new_page, STEWARD)
    prove_factor(portal, steward, STEWARD)
    expect(steward).to_have_url(portal.url("/meetings/"))


def sign_in_by_code(portal, new_page, address: str) -> Page:
    page = new_page()
    before = len(portal.mails(address))
    type_address(portal, page, address)
    hidden = page.get_by_text("Does that not work?")
    if hidden.count():
        hidden.click()
    page.get_by_role("button", name="Send me a code instead").click()
    type_code(portal, page, address, before)
    page.wait_for_load_state()
    return page


def test_what_everybody_may_meet_is_accessible(portal, assert_accessible):
    for page, status in (("failed", 401), ("cancelled", 200)):
        assert_accessible(portal.url(f"/accounts/sign-on/{page}/"), status=status)
