"""A person takes away what the portal keeps, and then leaves for good."""

from __future__ import annotations

import json
import zipfile

import pytest
from playwright.sync_api import expect

from tests.journeys.people import STEWARD, prove_factor, sign_in
from tools.browser import problems_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
ADDRESS = "orla.finch@mail.example.org"
AGE = """
from django.contrib.sessions.models import Session
from members.models import User
for row in Session.objects.all():
    session = row.get_session_store_class()(row.session_key)
    if session.get("_auth_user_id") == str(User.objects.get(email="{address}").pk):
        for record in session.get("account_authentication_methods", []):
            record["at"] -= 301
        session.modified = True
        session.save()
"""


def confirm_by_mail(portal, page):
    """A code is sent only when the button is pressed."""
    before = len(portal.mails(ADDRESS))
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert len(portal.mails(ADDRESS)) == before
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(portal.code_for(ADDRESS, after=before))
    page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_own_data_and_then_the_end(portal, new_page, assert_accessible, tmp_path, javascript):
    page = new_page(javascript=javascript)
    page.goto(portal.url("/accounts/signup/"))
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Your name").fill("Orla Finch")
    before = len(portal.mails(ADDRESS))
    page.get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(portal.code_for(ADDRESS, after=before))
    page.locator("main form").first.get_by_role("button").first.click()
    portal.shell(AGE.format(address=ADDRESS))  # five minutes go by

    page.goto(portal.url("/account/"))
    page.get_by_role("link", name="See what we keep about you").click()
    cookies = page.context.cookies()
    assert_accessible(portal.url("/account/data/"), cookies=cookies)
    assert_accessible(portal.url("/accounts/reauthenticate/code/"), cookies=cookies)
    page.get_by_role("button", name="Confirm that it is you").click()
    confirm_by_mail(portal, page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    data = json.loads((tmp_path / "data.json").read_text())
    assert data["data"]["account"][0]["name"] == "Orla Finch"
    portal.wait_for_mail(ADDRESS, matching="Your data was downloaded")

    portal.shell(AGE.format(address=ADDRESS))
    page.get_by_role("link", name="Delete your account").click()
    assert_accessible(portal.url("/account/delete/"), cookies=cookies)
    page.get_by_label("a former member").check()
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Delete my account").click()
    confirm_by_mail(portal, page)
    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible()
    assert page.url == portal.url("/account/deleted/")
    portal.wait_for_mail(ADDRESS, matching="Your account is deleted")
    page.goto(portal.url("/desk/"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "deleted.invalid" in portal.shell(
        "from members.models import User; print(User.objects.latest('pk').email)"
    )


def test_the_page_that_is_taken_away_can_be_read(portal, new_page, tmp_path):
    """It is opened from a disk: no script, nothing from anywhere, and axe finds nothing."""
    page = sign_in(portal, new_page, STEWARD)
    page.goto(portal.url("/account/data/"))
    if page.get_by_role("button", name="Confirm that it is you").count():
        page.get_by_role("button", name="Confirm that it is you").click()
        prove_factor(portal, page, STEWARD)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    for scheme in ("light", "dark"):
        reader = new_page(scheme=scheme, width=320)
        asked = []
        reader.on("request", lambda request, asked=asked: asked.append(request.url))
        reader.goto((tmp_path / "index.html").as_uri())
        assert [address for address in asked if not address.startswith("file:")] == []
        for width in (320, 768, 1280):
            reader.set_viewport_size({"width": width, "height": 900})
            assert problems_of(reader) == [], (scheme, width)
