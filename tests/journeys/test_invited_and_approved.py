"""Two ways into an institution: by its invitation, and by asking a steward."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import STEWARD, set_up_app, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


def link_in(message, path):
    text = message.get_body(("plain",)).get_content()
    found = re.search(rf"http\S+{path}\S*", text)
    assert found, text
    return found[0]


def sign_up(portal, page, address, name, after):
    """On the sign-up page: address and name, then the code from the mail."""
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(portal.code_for(address, after=after))
    page.get_by_role("button", name="Go on").click()


def invite(portal, steward, address, role):
    steward.goto(portal.url("/institutions/graywing/people/"))
    steward.get_by_role("link", name="Invite somebody").click()
    steward.get_by_label("E-mail address").fill(address)
    steward.get_by_label(role).check()
    steward.get_by_role("button", name="Send the invitation").click()
    expect(steward.get_by_text(f"An invitation is on its way to {address}.")).to_be_visible()
    return portal.wait_for_mail(address, matching="Graywing Health invites you")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_somebody_is_invited_and_accepts(portal, new_page, javascript):
    address = f"tou.yang.{str(javascript).lower()}@mail.example.org"
    steward = sign_in(portal, new_page, STEWARD)
    mailed = invite(portal, steward, address, "Contributor")
    link = link_in(mailed, "/invitations/")

    # A mail scanner opens the link, and so does its owner, twice: nothing comes of it.
    new_page(javascript=False).goto(link)
    guest = new_page(javascript=javascript, width=320)
    for _ in range(2):
        guest.goto(link)
        expect(guest.get_by_role("heading", level=1)).to_have_text("Join Graywing Health")
    steward.goto(portal.url("/institutions/graywing/people/"))
    entry = steward.locator("#invited + ul li", has_text=address)
    expect(entry).to_contain_text("Open")

    # By the keyboard alone, from the first link of the page to the account.
    guest.get_by_role("link", name="Sign up").last.focus()
    guest.keyboard.press("Enter")
    sign_up(portal, guest, address, "Tou Yang", after=1)
    expect(guest).to_have_url(link)
    guest.get_by_role("button", name="Accept the invitation").focus()
    guest.keyboard.press("Enter")
    expect(guest.get_by_text("You are now a contributor of Graywing Health.")).to_be_visible()

    # The role works, and reaches no further.
    guest.get_by_role("link", name="See the people").first.click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("People of Graywing Health")
    expect(guest.get_by_role("link", name="Invite somebody")).to_have_count(0)
    guest.goto(portal.url("/practices/share/"))
    guest.get_by_label("Title").fill("Rides home after late visits")
    guest.locator("main form").get_by_role("button").first.click()
    title = guest.get_by_label("Title", exact=True)
    expect(title).to_have_value("Rides home after late visits")

    # The link has done its work.
    assert guest.goto(link).status == 404
    steward.goto(portal.url("/institutions/graywing/people/"))
    expect(steward.locator("#invited + ul li", has_text=address)).to_have_count(0)
    steward.goto(portal.url("/institutions/graywing/record/"))
    expect(steward.get_by_text("Tou Yang accepted an invitation").first).to_be_visible()


def test_an_invited_steward_sets_up_a_factor_and_a_stranger_gets_nowhere(portal, new_page):
    address, stranger_at = "mee.thao@mail.example.org", "stranger@mail.example.org"
    steward = sign_in(portal, new_page, STEWARD)
    link = link_in(invite(portal, steward, address, "Steward"), "/invitations/")

    # Somebody to whom the mail was forwarded has an account, but another address.
    stranger = new_page(javascript=False)
    stranger.goto(link)
    stranger.get_by_role("link", name="Sign up").last.click()
    sign_up(portal, stranger, stranger_at, "A Stranger", after=0)
    stranger.get_by_role("button", name="Accept the invitation").click()
    expect(stranger.get_by_text("This invitation was sent to another address.")).to_be_visible()
    assert address not in stranger.content()

    guest = new_page()
    guest.goto(link)
    guest.get_by_role("link", name="Sign up").last.click()
    sign_up(portal, guest, address, "Mee Thao", after=1)
    guest.get_by_role("button", name="Accept the invitation").click()
    set_up_app(guest)
    guest.goto(portal.url("/institutions/graywing/people/"))
    expect(guest.get_by_role("link", name="Invite somebody")).to_be_visible()


def test_somebody_asks_is_declined_asks_again_and_is_let_in(portal, new_page):
    address = "pa.houa@mail.example.org"
    asker = new_page(javascript=False, width=320)
    asker.goto(portal.url("/accounts/signup/"))
    sign_up(portal, asker, address, "Pa Houa", after=0)
    expect(asker.get_by_text("One step is left: an institution to speak for.")).to_be_visible()

    def ask(note):
        asker.get_by_label("A note to the steward").fill(note)
        asker.get_by_role("button", name="Ask to be let in").click()
        heading = asker.get_by_role("heading", name="Graywing Health has been asked")
        expect(heading).to_be_visible()

    asker.get_by_role("link", name="Choose an institution").click()
    asker.get_by_role("link", name="Ask Graywing Health").click()
    ask("I am new at the front desk.")
    asker.goto(portal.url("/institutions/graywing/ask/"))  # one open request, not two
    asker.get_by_role("button", name="Ask to be let in").click()
    expect(asker.get_by_text("You have asked Graywing Health already.")).to_be_visible()

    told = portal.wait_for_mail(STEWARD, matching="Pa Houa asks to join Graywing Health")
    steward = sign_in(portal, new_page, STEWARD)
    steward.goto(link_in(told, "/people/"))
    expect(steward.get_by_text("I am new at the front desk.")).to_be_visible()
    steward.get_by_role("button", name="Decline the request").click()
    expect(steward.locator(".error-summary")).to_contain_text("Say why, in a sentence.")
    steward.get_by_label("Why not").fill("Nobody at the front desk knows this name yet.")
    steward.get_by_role("button", name="Decline the request").click()
    expect(steward.get_by_text("Pa Houa has been told.")).to_be_visible()

    declined = portal.wait_for_mail(address, matching="Graywing Health")
    assert "Nobody at the front desk knows this name yet." in str(declined.get_body(("plain",)))
    asker.goto(link_in(declined, "/welcome/"))
    expect(asker.get_by_role("heading", name="Graywing Health did not let you in")).to_be_visible()
    expect(asker.get_by_text("Nobody at the front desk knows this name yet.")).to_be_visible()
    assert asker.goto(portal.url("/institutions/graywing/people/")).status == 403
    asker.goto(portal.url("/welcome/"))
    asker.get_by_role("link", name="ask again").click()
    ask("Ask for Fadumo: she hired me on Monday.")

    before = len(portal.mails(address))
    steward.goto(portal.url("/desk/"))
    steward.get_by_role("link", name="Answer Pa Houa").click()
    expect(steward.get_by_text("she hired me on Monday")).to_be_visible()
    steward.get_by_role("button", name="Let in").click()
    expect(steward.get_by_text("Pa Houa is now a contributor.")).to_be_visible()

    portal.wait_for_mail(address, matching="You are now a contributor", after=0)
    assert len(portal.mails(address)) == before + 1
    asker.goto(portal.url("/welcome/"))
    expect(asker.get_by_text("You are a contributor of Graywing Health")).to_be_visible()
    expect(asker.get_by_text("did not let you in")).to_have_count(0)
    assert asker.goto(portal.url("/institutions/graywing/people/")).status == 200
