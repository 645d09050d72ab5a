"""What institution A keeps to itself changes not one byte of what others read.

Everything that a person reaches is read, fifty private things of A are added, and everything is
read again: bodies, headers, counts, sitemap, feeds and API are the same.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from collaborative.directory import actions as directory
from collaborative.pages import actions as pages
from collaborative.pages.models import NewsPage
from collaborative.search import actions as searches
from events import actions as events
from events.models import Meeting
from members import actions as members
from practices import actions as practices
from practices.models import Practice
from tests.factories import (
    InstitutionProposalFactory,
    MeetingFactory,
    MembershipFactory,
    PracticeFactory,
    UserFactory,
    answered_question,
    asked_question,
    contact,
    open_answer,
    open_question,
    published_practice,
    saved_search,
    written_comment,
)
from tests.sign_in import sign_in

from .crawl import crawl
from .pages_of_a import newer

pytestmark = pytest.mark.django_db


def add_private_things(t, *, meetings):
    """Some of every kind that is private, more than fifty together."""
    author, steward = {"by": t.authorA, "now": t.now}, {"by": t.stewardA, "now": t.now}
    words = {"tags": ["interpreters", "hidden"], "stage": "spread", "scopes": ["policy-advocacy"]}
    for number in range(24):
        practice = PracticeFactory(
            institution=t.a, author=t.authorA, title=f"Interpreters {number}", **words
        )
        if number % 4:
            practices.submit(practice=practice, **author)
        if number % 4 == 2:
            practices.ask_for_changes(practice=practice, note="More.", **steward)
        if number % 4 == 3:
            practices.take_back(practice=practice, **author)
    practices.save_draft(practice=t.public, words=words | {"title": "Other words"}, **author)
    line = t.of_b.adoptions.get(institution=t.a)
    practices.change_adoption(
        adoption=line, words={"state": "stopped", "stopped_reason": "Hidden"}, **author
    )
    gone = published_practice(institution=t.a, author=t.authorA, title="Gone", now=t.now)
    practices.take_down(practice=gone, reason="A name.", **steward)
    for number in range(8):
        members.invite(
            institution=t.a, email=f"new{number}@mail.example.org", role="steward", **steward
        )
        asker = UserFactory(name=f"Asker {number}")
        members.ask_to_join(institution=t.a, by=asker, note="Please", now=t.now)
    for number in range(4):
        MembershipFactory(user=UserFactory(name=f"Unshown {number}"), institution=t.a)
        page = NewsPage(
            title=f"Not yet {number}", slug=f"not-yet-{number}", summary="s", live=False
        )
        t.page_a.refresh_from_db()
        t.page_a.add_child(instance=page)
    newer(t.cms_news, t.stewardA, title="Newer words")
    pages.keep_report(
        room=t.room_a, year=2024, name="hidden.txt", content=b"Not yet", by=t.stewardA
    )
    _more_among_people(t, steward)
    _talk(t, comments=meetings)
    if meetings:
        # A link to join and an answer to an open meeting are for members.
        events.answer(meeting=t.meeting, answer="yes", by=t.deputyA, now=t.now)
        Meeting.objects.filter(pk=t.meeting.pk).update(join_link="https://meet.example.org/other")
        for _ in range(3):
            MeetingFactory(audience="members", called_by=t.coord)


def _more_among_people(t, steward):
    """Proposals, domains, letters, and people who left, were removed or turned down."""
    for number in range(3):
        words = {
            "name": f"Hidden clinic {number}",
            "why": "Interpreters",
            "kind": "clinic",
            "city": "Aitkin",
            "counties": ["Aitkin"],
            "website": "",
            "proposer_name": "Pat",
        }
        members.propose_institution(words=words, email=f"p{number}@mail.example.org", now=t.now)
        waiting = InstitutionProposalFactory(name=f"Interpreters house {number}")
        if number:
            members.decline_proposal(proposal=waiting, reason="No", by=t.coord, now=t.now)
        for proof in ("dns", "word"):
            members.add_domain(
                institution=t.a,
                domain=f"{proof}{number}.example.org",
                joining="approval",
                proof=proof,
                word="By phone",
                by=t.coord,
                now=t.now,
            )
        for end in ("leave", "remove", "decline", "approve", "revoke"):
            user = UserFactory(name=f"Interpreter {end} {number}", is_shown=False)
            if end in {"leave", "remove"}:
                membership = MembershipFactory(user=user, institution=t.a)
                how = {"by": user, "now": t.now} if end == "leave" else steward | {"reason": "x"}
                getattr(members, end)(membership=membership, **how)
            elif end == "revoke":
                invited = members.invite(
                    institution=t.a, email=user.email, role="steward", **steward
                )
                members.revoke_invitation(invitation=invited, **steward)
            else:
                asked = members.ask_to_join(institution=t.a, by=user, note="", now=t.now)
                how = steward | ({"reason": "No"} if end == "decline" else {})
                getattr(members, end)(membership=asked, **how)
        directory.write(
            to=t.listed,
            subject=f"Interpreters {number}",
            text="Words",
            shows_address=True,
            key=f"{number:032x}",
            by=t.deputyA,
            now=t.now,
        )
    _factors(t)


def _talk(t, *, comments):
    """What people keep and follow; and what members say to each other, which is for members."""
    for number, user in enumerate((t.memberA, t.authorA, t.deputyA)):
        kept = practices.keep(practice=t.news, by=user, now=t.now)
        practices.write_note(kept=kept, note=f"Interpreters {number}", by=user)
        practices.follow(kind="tag", target="interpreters", by=user, now=t.now)
    for text in ("Interpreters?", "And at night?") if comments else ():
        said = written_comment(t.newer, t.deputyA, text, now=t.now)
        written_comment(t.newer, t.memberA, "Interpreters.", answers=said, now=t.now)
    for number, user in enumerate((t.memberA, t.stewardA)):
        saved = saved_search(user, f"q=interpreters&tag=hidden-{number}", tells="digest", now=t.now)
        searches.change_saved(saved=saved, name="Hidden", tells="not", by=user, now=t.now)
    searches.look(now=t.now)
    if comments:
        wondered = open_question(t.deputyA, "Interpreters?", params="q=interpreters", now=t.now)
        open_answer(wondered, t.memberA, "Interpreters.", practice=t.news, now=t.now)
    asked = asked_question(t.public, t.deputyA, "Interpreters?", now=t.now)
    if comments:
        answered_question(asked, t.authorA, "Interpreters.", now=t.now)
        contact(t.newer, t.memberA)


def _factors(t):
    """Lines in the record, and a session elsewhere."""
    for kind in ("totp", "webauthn"):
        members.record_factor(user=t.stewardA, kind=kind, change="added", now=t.now)
    sign_in(Client(), t.memberA)


def without_clock(answer):
    """The sign-in page says when it was made; an ETag is a sum of a body with its form token."""
    headers = {
        name: value for name, value in answer.headers.items() if name not in {"Expires", "ETag"}
    }
    # A new form's own key.
    body = re.sub(rb'draft-[0-9a-f]{16}|name="key" value="[0-9a-f]{32}"', b"", answer.body)
    return answer._replace(headers=headers, body=body)


@pytest.mark.parametrize("who", ["anon", "nomember", "memberB"])
def test_private_things_of_one_change_nothing_for_others(who, things):
    def read():
        client = Client()
        if user := getattr(things, who, None):
            sign_in(client, user)
        found = crawl(
            client, "/practices/?q=interpreters", "/practices/?q=hidden", "/practices/?tag=hidden",
            "/api/v1/practices?q=interpreters", "/feeds/practices.atom?scope=policy-advocacy",
            "/practices/gone/",
        )  # fmt: skip
        return {address: without_clock(answer) for address, answer in found.items()}

    before = read()
    rows = Practice.objects.count() + get_user_model().objects.count()

    # Members' meetings are for everybody who belongs somewhere, and so is the way into one.
    add_private_things(things, meetings=who != "memberB")

    assert Practice.objects.count() + get_user_model().objects.count() >= rows + 36
    after = read()
    assert sorted(after) == sorted(before)
    differing = [address for address in before if after[address] != before[address]]
    assert differing == []
    assert len(before) > 60


def test_a_public_thing_does_change_what_others_read(things):
    """The twin: a crawl that never differs would prove nothing."""
    before = crawl(Client())

    published_practice(
        institution=things.a, author=things.authorA, title="Seen", now=things.now + dt.timedelta(1)
    )

    after = crawl(Client())
    assert "/practices/seen/" in after.keys() - before.keys()
    for address in ("/", "/practices/", "/sitemap.xml", "/feeds/practices.atom", "/institutions/",
                    "/api/v1/practices?page_size=100", "/api/v1/scope-areas"):  # fmt: skip
        assert after[address] != before[address], address
