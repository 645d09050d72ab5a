"""A report in Word becomes a draft, and the meters say what it lacks: with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import READER, sign_in
from tests.practices.word_files import heading, item, para, table, title, word

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

REPORT = word(
    title("Rides home after evening visits"),
    para("Submitted to the quality committee, spring 2025."),
    heading("Background"),
    para(
        "The last bus leaves at four. Patients of the evening clinic walked home in the dark. " * 8
    ),
    heading("What we did"),
    para("We pay for rides home after evening visits."),
    heading("Methods"),
    item("The nurse calls the driver when the visit ends."),
    item("The driver waits at the side door."),
    heading("Results"),
    table(["Year", "Missed visits"], ["2023", "31%"], ["2024", "18%"]),
    heading("Our driver of the month"),
    para("Asha drove 214 people."),
    heading("References"),
    para("Lund P. Rides. 2020."),
)
HARD = (
    "We utilize transportation providers in order to facilitate participation in appointments. "
    "Numerous individuals previously discontinued medications. Utilization subsequently increased."
)


def test_a_document_becomes_a_draft_without_scripts(portal, new_page, assert_accessible, tmp_path):
    cookies = sign_in(portal, new_page, READER).context.cookies()
    page = new_page(width=320, javascript=False, cookies=cookies)
    page.goto(portal.url("/practices/share/"))
    page.get_by_role("link", name="Bring it as a Word document").click()
    assert_accessible(page.url, cookies=cookies)
    (tmp_path / "report.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    page.get_by_label("Word document").set_input_files(tmp_path / "report.doc")
    page.get_by_role("button", name="Read the document").click()
    expect(page.locator(".error-summary")).to_contain_text("save it as .docx")

    (tmp_path / "report.docx").write_bytes(REPORT)
    page.get_by_label("Word document").set_input_files(tmp_path / "report.docx")
    page.get_by_role("button", name="Read the document").click()
    expect(page.get_by_label("Title")).to_have_value("Rides home after evening visits")
    expect(page.get_by_text("2 parts wait for your choice")).to_be_visible()
    page.get_by_role("button", name="Make the draft").click()
    expect(page.locator(".error-summary")).to_contain_text("Choose where this goes")
    first, mascot = (
        page.get_by_role("group", name=name)
        for name in ("without a heading", "driver of the month")
    )
    first.get_by_label("Where does it go?").select_option("Leave it out")
    mascot.get_by_label("Where does it go?").select_option("What the community counts as proof")
    page.get_by_role("button", name="Make the draft").click()

    expect(page.get_by_text("Your draft is made from the document.")).to_be_visible()
    page.get_by_role("link", name="See it as a page").click()
    expect(page.locator("main")).to_contain_text("We pay for rides home after evening visits.")
    expect(page.locator("main")).not_to_contain_text("quality committee")
    draft = page.url
    assert new_page().goto(draft).status == 404


def test_the_meter_follows_what_is_typed(portal, new_page, assert_accessible):
    page = sign_in(portal, new_page, READER)
    page.goto(portal.url("/practices/share/"))
    page.get_by_label("Title").fill("Rides, measured")
    page.get_by_role("button", name="Start the draft").click()
    meter = page.locator(".plain-words")
    expect(meter).to_contain_text("Write the summary")

    page.get_by_label("In plain words").fill(HARD)

    expect(meter).to_contain_text("Many readers will find it hard")
    expect(meter).to_contain_text("facilitate: perhaps “help”")
    expect(page.locator("#plain-words-said")).to_contain_text("Reads at about")
    page.get_by_label("In plain words").fill(
        "We pay the ride. You get home. It is safe. It is free."
    )
    expect(meter).to_contain_text("Very plain")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(meter).to_contain_text("As last saved.")
    page.get_by_text("How much is told:").click()
    expect(page.get_by_role("link", name="Who does it")).to_be_visible()
    cookies = page.context.cookies()
    assert_accessible(page.url, cookies=cookies)
    page.get_by_role("link", name="Check and submit").click()
    assert_accessible(page.url, cookies=cookies)
    page.get_by_role("link", name="Who does it").click()
    expect(page.locator("#id_who_provides")).to_be_visible()
