"""An editor publishes an article and a new charter in the CMS; the public reads both."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import EDITOR, sign_in
from tests.portal_plugin import Portal

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

SECONDS = 60_000  # the CMS loads much, and the machine may be busy


@pytest.fixture
def editor(portal: Portal, new_page) -> Page:
    page = sign_in(portal, new_page, EDITOR)
    page.set_default_timeout(SECONDS)
    refused: list[str] = []
    page.on(
        "console",
        lambda message: (
            refused.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    page.goto(portal.url("/cms/pages/"))
    yield page
    assert refused == []


def publish(page: Page) -> None:
    """The last entry of the editor's action menu."""
    page.locator("footer button[data-w-dropdown-target='toggle']").click()
    page.locator("button[name='action-publish']").click()
    expect(page.get_by_text(re.compile("published", re.IGNORECASE)).first).to_be_visible(
        timeout=SECONDS
    )


def test_the_public_reads_a_new_charter_and_what_changed(portal, editor, new_page):
    public = new_page()
    public.goto(portal.url("/charter/"))
    expect(public.get_by_text("In marsh and meadow")).to_have_count(0)
    editor.get_by_role("link", name="Our charter").first.click()
    heading = editor.locator("input[name$='-heading']").first
    before = heading.input_value()
    heading.fill(f"{before} In marsh and meadow")
    editor.locator("[name='version_note']").fill("The heading says where we work.")
    publish(editor)

    public.goto(portal.url("/charter/"))
    expect(public.get_by_role("heading", name=f"{before} In marsh and meadow")).to_be_visible()
    public.goto(portal.url("/charter/changes/"))
    expect(public.locator("ins").filter(has_text="marsh").first).to_be_visible()
    expect(public.get_by_text("The heading says where we work.").first).to_be_visible()
    public.goto(portal.url("/charter/versions/2/"))
    assert "In marsh and meadow" not in public.content()


def test_the_public_reads_a_new_article_once_it_is_published(portal, editor, new_page):
    editor.get_by_role("link", name="Thought leadership").first.click()
    editor.goto(editor.url.replace("/edit/", "/add_subpage/"))
    editor.locator("#id_title").fill("What the marsh hens taught us")
    editor.locator("[name='standfirst']").fill("On waiting, and on what it costs others.")
    editor.get_by_title("Insert a block").first.click()
    editor.get_by_role("option", name="Text").first.click()
    editor.locator("[contenteditable='true']").first.click()
    editor.keyboard.type("A hen sits still for 24 days.")
    public = new_page()
    address = portal.url("/thought-leadership/what-the-marsh-hens-taught-us/")
    assert public.goto(address).status == 404

    publish(editor)

    assert public.goto(address).status == 200
    expect(public.get_by_role("heading", level=1)).to_have_text("What the marsh hens taught us")
    expect(public.get_by_text("On waiting, and on what it costs others.").first).to_be_visible()
    expect(public.get_by_text("A hen sits still for 24 days.").first).to_be_visible()
    public.goto(portal.url("/thought-leadership/"))
    expect(public.get_by_role("link", name="What the marsh hens taught us")).to_be_visible()
