"""Somebody moves to another institution; somebody else is removed while signed in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import sign_in
from tests.portal_plugin import Portal

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

OLD, NEW = "peter.lindqvist@veeryvalley.example.org", "peter.lindqvist@flintwater.example.org"
TOLD = "Quiet space and sensory kits in a small-town emergency department"
MEETING = "Open evening: doulas, birth and who pays"
KEEPS, GOES = "ifrah.jimale@dunlinstreet.example.org", "marcus.delacroix@dunlinstreet.example.org"


def in_the_list(page: Page, address: str):
    return page.locator("li.entry", has=page.get_by_text(address, exact=True))


def byline_of(page: Page, portal: Portal) -> str:
    page.goto(portal.url("/practices/?q=quiet+sensory+kits"))
    page.get_by_role("link", name=TOLD).click()
    return page.locator("main a[href^='/institutions/']").first.inner_text()


def test_somebody_moves_and_what_was_said_stays(portal, new_page):
    anybody = new_page()
    assert "Veery Valley Health" in byline_of(anybody, portal)
    page = sign_in(portal, lambda: new_page(javascript=False, width=320), OLD)

    adds_the_new_address(portal, page)
    meeting = speaks_for_both(portal, page)
    cuts_the_old_one_off(portal, page)

    # What was said stays; what follows is the new institution's, unasked.
    assert "Veery Valley Health" in byline_of(anybody, portal)
    page.goto(meeting)
    expect(page.get_by_text("Peter Lindqvist, Veery Valley Health (maybe)")).to_be_visible()
    expect(page.get_by_text("where you do not belong any more")).to_be_visible()
    page.get_by_role("button", name="Yes, I will come").click()
    expect(page.get_by_text("Peter Lindqvist, Flintwater Neighbors")).to_be_visible()
    page.goto(portal.url("/practices/share/"))
    expect(page.get_by_role("radio")).to_have_count(0)
    page.goto(portal.url("/institutions/veery-valley/people/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You may not do this")

    again = sign_in(portal, new_page, NEW)
    expect(again.get_by_role("heading", level=1)).to_have_text("Your desk")


def adds_the_new_address(portal: Portal, page: Page) -> None:
    """It is proved while the old one still counts; its domain lets the person in."""
    page.goto(portal.url("/account/"))
    page.get_by_role("link", name="Add or remove an e-mail address").click()
    page.get_by_label("One more e-mail address").fill(NEW)
    page.get_by_role("button", name="Send the code").click()
    page.goto(portal.url("/accounts/email/"))
    expect(in_the_list(page, NEW)).to_contain_text("Waits for its code")
    page.get_by_role("link", name="Type the code").click()
    page.get_by_label("Code").fill(portal.code_for(NEW))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("You are a contributor of Flintwater Neighbors")).to_be_visible()
    expect(page.get_by_text("You are a contributor of Veery Valley Health")).to_be_visible()
    portal.wait_for_mail(OLD, matching="An e-mail address was added to your account")


def speaks_for_both(portal: Portal, page: Page) -> str:
    """For a while the person belongs to two, and says each time for which."""
    for house in ("Veery Valley Health", "Flintwater Neighbors"):
        page.goto(portal.url("/practices/share/"))
        page.get_by_label("Title").fill(f"A quiet room, told for {house}")
        page.get_by_label(house).check()
        page.get_by_role("button", name="Start the draft").click()
        expect(page.locator("main")).to_contain_text(house)
    page.goto(portal.url("/meetings/"))
    page.get_by_role("link", name=MEETING).click()
    expect(page.get_by_label("Flintwater Neighbors")).to_be_checked()
    page.get_by_label("Veery Valley Health").check()
    page.get_by_role("button", name="Maybe").click()
    expect(page.get_by_text("Peter Lindqvist, Veery Valley Health (maybe)")).to_be_visible()
    return page.url


def cuts_the_old_one_off(portal: Portal, page: Page) -> None:
    """Mails first, then the membership, then the address."""
    page.goto(portal.url("/accounts/email/"))
    expect(in_the_list(page, OLD).get_by_role("button", name="Remove")).to_have_count(0)
    in_the_list(page, NEW).get_by_role("button", name="Send mails here").click()
    expect(in_the_list(page, NEW)).to_contain_text("Mails go here")
    portal.wait_for_mail(OLD, matching="Mails go to another address now")
    page.goto(portal.url("/institutions/veery-valley/leave/"))
    page.get_by_role("button", name=re.compile("^Leave")).click()
    expect(page.get_by_text("You have left Veery Valley Health.")).to_be_visible()
    page.goto(portal.url("/accounts/email/"))
    in_the_list(page, OLD).get_by_role("button", name="Remove").click()
    expect(page.get_by_text(f"{OLD} is removed.")).to_be_visible()
    portal.wait_for_mail(OLD, matching="An e-mail address was removed")


PLAN = """
from django.utils import timezone
from collaborative.digests import letters, queries
from collaborative.digests.cards import make_card
from collaborative.digests.models import DigestDelivery, DigestIssue, DigestSubscription
from members.models import User
from practices.models import Practice
now, areas = timezone.now(), queries.areas_by_slug()
told = Practice.objects.live().select_related("institution").order_by("pk").first()
issue = DigestIssue.objects.create(
    kind="extra", period_key="removed-while-signed-in", due_at=now, planned_at=now,
    cards={{str(told.pk): make_card(told, areas, now)}},
    frame=letters.make_frame("extra", now, areas),
)
for email in {people!r}:
    person = User.objects.get(email=email)
    DigestSubscription.objects.update_or_create(
        user=person, defaults={{"frequency": "weekly", "covered_until": now, "subscribed_at": now}}
    )
    DigestDelivery.objects.create(
        issue=issue, recipient=person, practice_ids=[told.pk], next_attempt_at=now,
        message_id=letters.message_id_for(issue.pk, person.pk),
    )
print(issue.pk)
"""


def planned_for(portal: Portal, *people: str) -> int:
    """A digest that is planned for these people and not sent yet."""
    return int(portal.shell(PLAN.format(people=people)).split()[-1])


def test_somebody_is_removed_while_signed_in(portal, new_page):
    member = sign_in(portal, new_page, GOES)
    steward = sign_in(portal, new_page, KEEPS)
    member.goto(portal.url("/calendar/"))
    member.get_by_role("button", name=re.compile("Make")).click()
    feed = re.search(r"http\S+/calendar/[\w-]+\.ics", member.locator("main").inner_text())[0]
    assert member.request.get(feed).status == 200
    member.goto(portal.url("/practices/share/"))
    member.get_by_label("Title").fill("Legal aid by phone")
    member.get_by_role("button", name="Start the draft").click()
    member.get_by_label("Need", exact=False).first.fill("People could not come in the morning.")
    issue = planned_for(portal, GOES, KEEPS)

    steward.goto(portal.url("/institutions/dunlin-street/people/"))
    entry = steward.locator("li.entry", has_text="Marcus Delacroix")
    entry.get_by_role("link").last.click()
    steward.get_by_label("Why", exact=False).last.fill("You work elsewhere now.")
    steward.get_by_role("button", name=re.compile("^Remove")).click()
    expect(steward.get_by_text("Marcus Delacroix does not belong to Dunlin Street")).to_be_visible()

    # The next click is refused kindly, and what was typed is there to be copied.
    member.get_by_role("button", name="Save", exact=False).first.click()
    expect(member.get_by_role("heading", level=1)).to_have_text("There is no such page")
    words = member.get_by_role("textbox", name="Need")
    expect(words).to_have_value("People could not come in the morning.")
    member.goto(portal.url("/institutions/dunlin-street/people/"))
    expect(member.get_by_role("heading", level=1)).to_have_text("You may not do this")
    member.get_by_role("link", name="Go to my desk").click()
    expect(member.get_by_text("You do not belong to an institution yet.")).to_be_visible()
    told = portal.wait_for_mail(GOES, matching="Dunlin Street Clinic")
    assert "You work elsewhere now." in told.get_body(("plain",)).get_content()

    assert member.request.get(feed).status == 404
    before = len(portal.mails(GOES))
    portal.shell(f"from collaborative.digests import tasks; print(tasks.deliver_here({issue}))")
    state = (
        "from collaborative.digests.models import DigestDelivery as D;"
        f"print(*[f'{{d.state}} {{d.skip_reason}}' for d in D.objects.filter(issue={issue})"
        ".order_by('pk')], sep=',')"
    )
    assert portal.shell(state).splitlines()[-1] == "skipped not_member,sent"
    portal.wait_for_mail(KEEPS, after=1)
    assert len(portal.mails(GOES)) == before

    member.goto(portal.url("/practices/?q=legal+aid+two+mornings"))
    member.get_by_role("link", name=re.compile("Legal aid two mornings a week")).click()
    expect(member.locator("main")).to_contain_text("Dunlin Street Clinic")
