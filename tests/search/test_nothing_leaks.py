"""[DP13, DP14, DP15] What is private changes not one byte of what others find.

A crawl of every list is taken, fifty private things of institution A are added, and the crawl is
taken again: for the public and for institution B's people it is the same.
"""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from practices import actions
from tests.factories import PracticeFactory
from tests.factories.practices import published_practice
from tests.matrix import body_of

pytestmark = pytest.mark.django_db

TOKEN = "quokka"
# Names a form that is sent once; another each time.
ONCE = re.compile(rb'name="key" value="[^"]+"')
LISTS = [
    "/practices/", f"/practices/?q={TOKEN}", f"/practices/?tag={TOKEN}",
    "/practices/?q=interpreter",
    "/practices/?scope=language-access&sort=title", "/practices/?scope=policy-advocacy",
    "/practices/?institution=heron-lake-health", "/practices/?page=2", "/practices/?stage=spread",
    "/practices/?wall=beyond&story=attempt", "/practices/draft-0123456789abcdef/",
    "/practices/gaps/", "/practices/gaps/people.csv", "/practices/gaps/regions.csv",
    "/practices/goals/", "/practices/like-mine/?size=small&counties=Cook&language=so",
    "/practices/compare/?p=of-a&p=of-b", f"/practices/compare/?p=of-a&q={TOKEN}",
    "/practices/of-a/", "/practices/of-b/",
    f"/practices/suggest/?q={TOKEN[:4]}", f"/practices/suggest/?q={TOKEN}",
    "/practices/suggest/?q=inter", "/practices/?q=quokkas+at+night", "/practices/?q=quoka",
    "/practices/?q=interpreter&sort=evidence", "/practices/?population=hmong&county=cook",
    "/feeds/practices.atom", f"/feeds/practices.atom?q={TOKEN}", "/sitemap.xml", "/robots.txt",
    "/practices/export.csv", f"/practices/export.csv?q={TOKEN}", "/practices/export.csv?sort=title",
    f"/practices/export.json?tag={TOKEN}", "/opensearch.xml",
    "/api/v1/practices", f"/api/v1/practices?q={TOKEN}", f"/api/v1/practices?tag={TOKEN}",
    "/api/v1/practices?page_size=100&sort=title", "/api/v1/institutions", "/api/v1/scope-areas",
]  # fmt: skip


def crawl(client):
    answers = {}
    for address in LISTS:
        response = client.get(address)
        answers[address] = (response.status_code, ONCE.sub(b"", body_of(response)))
    return answers


def add_private_things(roles):
    """Drafts, a submitted one, a newer draft of a live one, one taken down: all with the token."""
    now = timezone.now()
    for number in range(46):
        PracticeFactory(
            institution=roles.a, author=roles.authorA, title=f"{TOKEN} {number}", need=TOKEN,
            tags=[TOKEN, "interpreters"], stage="spread", scopes=["policy-advocacy"],
            populations=["asian"], minnesota_groups=["hmong"], counties=["Cook"],
            languages=["so"], organization_size="small", care_settings=["hospital"],
        )  # fmt: skip
    waiting = PracticeFactory(institution=roles.a, author=roles.authorA, tags=[TOKEN])
    actions.submit(practice=waiting, by=roles.authorA, now=now)
    live = roles.a.practices.get(live=True)
    words = {name: getattr(live, name) for name in live.CONTENT_FIELDS}
    actions.save_draft(
        practice=live, institution=roles.a, by=roles.authorA, now=now,
        words=words | {"title": TOKEN, "tags": [TOKEN], "scopes": ["payment-innovation"]},
    )  # fmt: skip
    gone = published_practice(institution=roles.a, author=roles.authorA, title=f"{TOKEN} gone")
    actions.take_down(practice=gone, by=roles.stewardA, reason="A mistake.", now=now)


@pytest.mark.parametrize("name", ["anon", "nomember", "memberB", "stewardB", "exA"])
def test_private_things_change_nothing_for_others(name, client_of, roles):
    published_practice(title="Of A", institution=roles.a, author=roles.authorA)
    published_practice(title="Of B", institution=roles.b, author=roles.memberB)
    client = client_of(getattr(roles, name))
    before = crawl(client)

    add_private_things(roles)

    assert crawl(client) == before
    own = client_of(roles.memberA).get(f"/practices/?q={TOKEN}").content
    assert TOKEN.encode() in own.partition(b'id="found"')[2]


def test_a_coordinator_opens_a_submitted_draft_but_no_list_shows_it(client_of, roles):
    draft = PracticeFactory(institution=roles.a, author=roles.authorA, title="Quokka rides")
    coordinator, member = client_of(roles.coord), client_of(roles.memberA)
    opened, listed, listed_to_member = [], [], []
    for change in (None, actions.submit, actions.take_back):
        if change:
            change(practice=draft, by=roles.authorA, now=timezone.now())
        opened.append(coordinator.get(draft.get_absolute_url()).status_code)
        listed.append(b"Quokka rides" in coordinator.get("/practices/").content)
        listed_to_member.append(b"Quokka rides" in member.get("/practices/").content)

    assert opened == [404, 200, 404]
    assert listed == [False, False, False]
    assert listed_to_member == [True, True, True]
