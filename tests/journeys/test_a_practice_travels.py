"""One practice travels the whole way: from a member's form to a reader's mailbox.

Real browsers, a real web server, worker, beat, PostgreSQL, Valkey and SMTP. Each step below is a
step of the main job in the order in which people live it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import urllib.request
from collections.abc import Callable
from zoneinfo import ZoneInfo

import icalendar
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.people import COORDINATOR, OUTSIDER, READER, STEWARD
from tests.portal_plugin import Portal

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=False)]

CHICAGO = ZoneInfo("America/Chicago")
AUTHOR = "nora.lind@graywing.example.org"
TITLE = "A quiet room beside the ward"
TOKEN = "zelkova"  # a word that stands nowhere else in the demo


@pytest.fixture
def anybody(new_page: Callable[..., Page]) -> Page:
    """A visitor who is not signed in."""
    return new_page()


@pytest.fixture
def sign_in(portal: Portal, new_page: Callable[..., Page]) -> Callable[[str], Page]:
    return lambda address: people.sign_in(portal, new_page, address)


def read(address: str, *, accept: str = "*/*") -> str:
    request = urllib.request.Request(address, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read().decode()


def public_bytes(portal: Portal) -> str:
    """Everything that an outsider can fetch in lists, feeds, maps and the API."""
    paths = [
        "/",
        "/practices/",
        f"/practices/?q={TOKEN}",
        "/institutions/graywing/",
        "/feeds/practices.atom",
        "/sitemap.xml",
        "/api/v1/practices?page_size=100",
        f"/api/v1/practices?q={TOKEN}",
        "/api/v1/scope-areas",
    ]
    return "".join(read(portal.url(path)) for path in paths)


def test_a_practice_travels(portal, sign_in, anybody, new_page):
    author = sign_up_and_join_by_domain(portal, new_page())
    draft_url = share_with_only_a_title_then_fill_in(portal, author)
    nobody_else_sees_one_byte(portal, sign_in, draft_url)
    steward = steward_asks_for_a_change(portal, sign_in)
    author_answers(portal, author)
    reader_follows_language_access(portal, sign_in)
    page_url = steward_publishes(portal, steward)
    public_finds_it(portal, anybody)
    newer_draft_stays_invisible(portal, author, anybody, page_url)
    reader_gets_it_once_in_the_digest(portal, new_page())


def sign_up_and_join_by_domain(portal: Portal, page: Page) -> Page:
    page.goto(portal.url("/accounts/signup/"))
    page.get_by_label("E-mail address").fill(AUTHOR)
    page.get_by_label("Your name").fill("Nora Lind")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_label("Code").fill(portal.code_for(AUTHOR))
    page.get_by_role("button", name="Go on").click()

    expect(page.get_by_role("heading", name="You are a contributor of Graywing")).to_be_visible()
    return page


def share_with_only_a_title_then_fill_in(portal: Portal, page: Page) -> str:
    page.get_by_role("link", name="Share a practice").first.click()
    page.get_by_label("Title").fill(f"{TITLE} {TOKEN}")
    page.get_by_role("button", name="Start the draft").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)

    # Submitted too early: what is missing is named, and what was typed is there.
    page.get_by_role("textbox", name=re.compile("^Need")).fill(
        "Patients had nowhere to pray or to cry."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Check and submit").click()
    expect(page.get_by_role("heading", name="Needed before you submit")).to_be_visible()
    page.get_by_role("button", name="Submit to your steward").click()
    expect(page.get_by_role("heading", name="Needed before you submit")).to_be_visible()
    page.get_by_role("listitem").get_by_role("link", name=re.compile("what came of it")).click()
    expect(page.get_by_role("textbox", name=re.compile("^Need"))).to_have_value(
        "Patients had nowhere to pray or to cry."
    )

    page.get_by_role("textbox", name=re.compile("^What we did")).fill(
        "We cleared a store room and asked families how to use it."
    )
    page.get_by_role("textbox", name=re.compile("^Result")).fill("It was used on 212 of 365 days.")
    page.get_by_label("Success:", exact=False).check()
    page.get_by_label("Implemented:", exact=False).check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Language access").check()
    page.get_by_label("Cultural competency").check()
    page.get_by_role("textbox", name=re.compile("^Tags")).fill("prayer rooms, families")
    page.get_by_role("button", name="Save", exact=True).click()
    submit(page)
    return page.url


def submit(page: Page, note: str = "") -> None:
    """From a step of the record."""
    page.get_by_role("link", name="Check and submit").click()
    if note:
        page.get_by_role("textbox", name=re.compile("^A note to your steward")).fill(note)
    page.get_by_role("button", name="Submit to your steward").click()
    expect(page.get_by_text("waiting for a steward", exact=False).first).to_be_visible()


def nobody_else_sees_one_byte(
    portal: Portal, sign_in: Callable[[str], Page], draft_url: str
) -> None:
    # What was searched for is echoed, so the rest of the title is looked for.
    assert TITLE not in public_bytes(portal)
    outsider = sign_in(OUTSIDER)
    assert outsider.goto(draft_url).status == 404
    outsider.goto(portal.url(f"/practices/?q={TOKEN}"))
    expect(outsider.get_by_role("heading", name=TITLE)).to_have_count(0)
    # The twin that could leak: a colleague of the same institution finds it.
    colleague = sign_in(READER)
    colleague.goto(portal.url(f"/practices/?q={TOKEN}"))
    expect(colleague.get_by_role("heading", name=TITLE)).to_have_count(1)
    outsider.context.close()
    colleague.context.close()


def steward_asks_for_a_change(portal: Portal, sign_in: Callable[[str], Page]) -> Page:
    notice = portal.wait_for_mail(STEWARD, matching=TITLE)
    assert "/review/" in notice.get_body(("plain",)).get_content()
    page = sign_in(STEWARD)
    page.goto(portal.url("/desk/"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_text("Patients had nowhere to pray or to cry.").first).to_be_visible()

    page.get_by_role("button", name="Ask for a change").click()
    expect(
        page.get_by_text("There is a problem").or_(page.get_by_role("alert")).first
    ).to_be_visible()
    page.get_by_role("textbox").last.fill("Please say who keeps the room open at night.")
    page.get_by_role("button", name="Ask for a change").click()
    return page


def author_answers(portal: Portal, page: Page) -> None:
    portal.wait_for_mail(AUTHOR, matching=TITLE)
    page.goto(portal.url("/desk/"))
    expect(page.get_by_text("Please say who keeps the room open at night.")).to_be_visible()
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.get_by_role("link", name=re.compile("^How it is done")).click()
    page.get_by_role("textbox", name=re.compile("^What happens, step by step")).fill(
        "The night chaplain opens it.\n\n- A key is at the desk."
    )
    page.get_by_role("button", name="Save", exact=True).click()
    submit(page, note="Added the chaplain.")


def reader_follows_language_access(portal: Portal, sign_in: Callable[[str], Page]) -> None:
    page = sign_in(READER)
    page.goto(portal.url("/digests/preferences/"))
    page.get_by_label("Every day").check()
    for box in page.get_by_role("group", name="Which scope areas?").get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_label("Language access").check()
    page.locator("main").get_by_role("button").first.click()
    expect(page.get_by_label("Language access")).to_be_checked()
    page.context.close()


def steward_publishes(portal: Portal, page: Page) -> str:
    page.goto(portal.url("/desk/"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.get_by_text("Added the chaplain.")).to_be_visible()
    expect(page.locator("ins").filter(has_text="chaplain").first).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    portal.wait_for_mail(AUTHOR, matching="(?i)publish|public")

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    return page.url


def public_finds_it(portal: Portal, page: Page) -> None:
    ways = [
        "scope=language-access",
        "wall=within",
        "tag=prayer+rooms",
        "institution=graywing",
        "stage=implemented",
        "story=success",
        f"q={TOKEN}",
    ]
    for way in ways:
        answer = json.loads(read(portal.url(f"/api/v1/practices?{way}&page_size=100")))
        assert [one for one in answer["results"] if TITLE in one["title"]], way
        assert answer["count"] == len(answer["results"])
        page.goto(portal.url(f"/practices/?{way}"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(str(answer["count"]))
    page.goto(portal.url(f"/practices/?q={TOKEN}"))
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    for words in (
        "Patients had nowhere to pray",
        "The night chaplain opens it.",
        "Graywing Health",
    ):
        expect(page.get_by_text(words).first).to_be_visible()
    assert TOKEN in read(portal.url("/feeds/practices.atom"))
    assert TITLE.lower().replace(" ", "-") in read(portal.url("/sitemap.xml"))


def newer_draft_stays_invisible(portal: Portal, author: Page, page: Page, page_url: str) -> None:
    author.goto(f"{page_url}edit/")
    author.get_by_role("textbox", name=re.compile("^Result")).fill(
        "It was used on 300 of 365 quokka days."
    )
    author.get_by_role("button", name="Save", exact=True).click()
    author.goto(page_url)
    expect(author.get_by_text("newer draft", exact=False).first).to_be_visible()

    page.goto(page_url)
    expect(page.get_by_text("212 of 365").first).to_be_visible()
    assert "quokka" not in page.content()
    assert "quokka" not in public_bytes(portal)


def reader_gets_it_once_in_the_digest(portal: Portal, page: Page) -> None:
    # Tomorrow at five past seven: beat's tick plans the daily issue and the worker sends it.
    now = dt.datetime.now(CHICAGO)
    due = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time(7, 5), tzinfo=CHICAGO)
    offset = str(int((due - now).total_seconds()))
    before = len(portal.mails(READER))
    portal.stop("worker")
    portal.start_worker(CLOCK_OFFSET_SECONDS=offset)
    portal.start_beat("beat", CLOCK_OFFSET_SECONDS=offset)
    portal.start_beat("second beat", CLOCK_OFFSET_SECONDS=offset)
    mail = portal.wait_for_mail(READER, matching=TITLE, seconds=60)

    html = mail.get_body(("html",)).get_content()
    text = mail.get_body(("plain",)).get_content()
    assert TITLE in html
    assert TITLE in text
    assert "quokka" not in html + text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    portal.manage("send_due_digests", CLOCK_OFFSET_SECONDS=offset)
    portal.manage("send_due_digests", CLOCK_OFFSET_SECONDS=offset)
    page.wait_for_timeout(5_000)  # two more ticks of two beats
    assert len(portal.mails(READER)) == before + 1

    unsubscribe = re.search(r"<(http[^>]+)>", mail["List-Unsubscribe"])[1]
    page.goto(unsubscribe)
    answer = page.request.post(unsubscribe, form={"List-Unsubscribe": "One-Click"})
    assert answer.status == 200
    assert page.request.post(unsubscribe, form={"List-Unsubscribe": "One-Click"}).status == 200
    assert (
        portal.shell(
            "from collaborative.digests.models import DigestSubscription as S;"
            f"print(S.objects.get(user__email='{READER}').is_active)"
        )
        == "False"
    )
    for name in ("beat", "second beat"):
        portal.stop(name)


def test_a_meeting_is_called_and_answered(portal, sign_in, anybody):
    coordinator = sign_in(COORDINATOR)
    coordinator.goto(portal.url("/meetings/schedule/"))
    day = dt.datetime.now(CHICAGO).date() + dt.timedelta(days=30)
    coordinator.get_by_label("Title").fill("Reading our numbers together")
    coordinator.get_by_label("Day", exact=True).fill(day.isoformat())
    coordinator.get_by_label("Starts at").fill("09:00")
    coordinator.get_by_label("Ends at").fill("10:30")
    coordinator.get_by_label("Place").fill("Town hall, Duluth")
    coordinator.get_by_label("Link to join").fill("https://meet.example.org/secret-door")
    coordinator.get_by_label("Agenda").fill("- Welcome\n- Numbers")
    coordinator.get_by_label("Everyone").check()
    coordinator.get_by_role("button", name="Put it in the calendar").click()
    expect(coordinator.get_by_role("heading", level=1)).to_have_text("Reading our numbers together")
    meeting_url = coordinator.url

    anybody.goto(portal.url("/meetings/"))
    anybody.get_by_role("link", name="Reading our numbers together").click()
    assert "secret-door" not in anybody.content()
    public_file = read(f"{meeting_url.rstrip('/')}.ics")
    event = icalendar.Calendar.from_ical(public_file).walk("VEVENT")[0]
    assert event.decoded("dtstart") == dt.datetime.combine(day, dt.time(9), tzinfo=CHICAGO)
    assert "secret-door" not in public_file

    member = sign_in(READER)
    member.goto(meeting_url)
    assert "secret-door" in member.content()
    member.get_by_role("button", name="Maybe").or_(member.get_by_label("Maybe")).first.click()
    save = member.locator("main").get_by_role("button", name=re.compile("answer", re.IGNORECASE))
    if save.count():
        save.first.click()
    coordinator.reload()
    expect(coordinator.get_by_text("Nels Sandaker").first).to_be_visible()

    feed = make_feed(portal, member)
    assert "Reading our numbers together" in read(feed)
    assert "secret-door" in read(feed).replace("\r\n ", "")
    newer = make_feed(portal, member)
    assert newer != feed
    assert "Reading our numbers together" in read(newer)
    assert member.request.get(feed).status == 404


def make_feed(portal: Portal, page: Page) -> str:
    """Makes (or rotates) the secret address and gives it."""
    page.goto(portal.url("/calendar/"))
    with page.expect_navigation():
        page.locator("main").get_by_role("button").first.click()
    found = re.search(r"https?://[^\s\"<]+/calendar/[^\s\"<]+\.ics", page.content())
    assert found
    return found[0]
