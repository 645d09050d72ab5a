"""The Atom feed, the sitemap and robots.txt: what programs read about practices."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.enums import Audience
from practices import actions
from tests.factories import InstitutionFactory, MeetingFactory, PracticeFactory
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def feed_of(client, query=""):
    response = client.get(f"/feeds/practices.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(response.content)  # noqa: S314  our own bytes


def entries(feed):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def locations(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    root = ET.fromstring(response.content)  # noqa: S314  our own bytes
    return [loc.text for loc in root.findall("m:url/m:loc", MAP)]


def test_feed_tells_of_a_practice_completely(client):
    practice = published_practice(title="Rides & visits", tags=["rides"])

    feed = feed_of(client)
    entry = feed.find("a:entry", ATOM)

    assert entry.findtext("a:title", namespaces=ATOM) == "Rides & visits"
    assert entry.find("a:link", ATOM).get("href") == f"http://testserver/practices/{practice.slug}/"
    assert entry.findtext("a:id", namespaces=ATOM) == f"tag:testserver,2026:practice/{practice.pk}"
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == practice.institution.name
    assert "Need: People waited" in entry.findtext("a:summary", namespaces=ATOM)
    assert {c.get("term") for c in entry.findall("a:category", ATOM)} == {
        "language-access",
        "rides",
    }


def test_feed_follows_a_search_and_names_it(client):
    published_practice(title="Buses", scopes=["policy-advocacy"], tags=["rides"])
    published_practice(title="Interpreters", scopes=["language-access"], tags=["night"])

    narrowed = feed_of(client, "?scope=policy-advocacy&tag=rides")

    assert entries(narrowed) == ["Buses"]
    assert entries(feed_of(client)) == ["Interpreters", "Buses"]
    ids = {feed_of(client, query).findtext("a:id", namespaces=ATOM) for query in ("", "?tag=rides")}
    assert len(ids) == 2
    own = [
        link.get("href") for link in narrowed.findall("a:link", ATOM) if link.get("rel") == "self"
    ]
    assert own == ["http://testserver/feeds/practices.atom?scope=policy-advocacy&tag=rides"]


def test_feed_keeps_its_ids_when_words_change(client, roles):
    practice = published_practice(institution=roles.a, author=roles.authorA)
    before = feed_of(client).find("a:entry", ATOM)
    words = {name: getattr(practice, name) for name in practice.CONTENT_FIELDS}
    later = timezone.now() + dt.timedelta(days=3)
    actions.save_draft(
        practice=practice, institution=roles.a, by=roles.authorA,
        words=words | {"title": "Other words"}, now=later,
    )  # fmt: skip
    actions.submit(practice=practice, by=roles.authorA, now=later)
    actions.publish(practice=practice, by=roles.stewardA, now=later)

    after = feed_of(client).find("a:entry", ATOM)

    assert after.findtext("a:title", namespaces=ATOM) == "Other words"
    for name in ("a:id", "a:published"):
        assert after.findtext(name, namespaces=ATOM) == before.findtext(name, namespaces=ATOM)
    assert after.findtext("a:updated", namespaces=ATOM) > before.findtext(
        "a:updated", namespaces=ATOM
    )


def test_feed_without_entries_has_the_same_bytes_each_time(client):
    assert (
        client.get("/feeds/practices.atom").content == client.get("/feeds/practices.atom").content
    )


def test_feed_answers_304_to_who_has_it(client):
    published_practice()
    tag = client.get("/feeds/practices.atom")["ETag"]

    assert client.get("/feeds/practices.atom", headers={"if-none-match": tag}).status_code == 304


def test_feed_never_shows_more_than_the_public_sees(client_of, roles):
    PracticeFactory(title="Quokka", institution=roles.a, author=roles.authorA)
    published_practice(title="Open", institution=roles.a)

    for name in ("anon", "authorA", "stewardA", "memberB", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        assert entries(feed_of(client)) == ["Open"]
        assert client.get("/feeds/practices.atom")["Cache-Control"] == "public, no-cache"


def test_sitemap_names_what_is_public_and_only_that(client_of, roles):
    live = published_practice(institution=roles.a)
    gone = published_practice(institution=roles.a)
    actions.take_down(
        practice=gone, by=roles.stewardA, reason="A name slipped in.", now=timezone.now()
    )
    draft = PracticeFactory(institution=roles.a)
    MeetingFactory(slug="open-meeting")
    MeetingFactory(slug="quokka-meeting", audience=Audience.MEMBERS)

    for name in ("anon", "authorA", "siteadmin"):
        found = locations(client_of(getattr(roles, name)))
        assert f"http://testserver/practices/{live.slug}/" in found
        assert "http://testserver/meetings/open-meeting/" in found
        assert "http://testserver/data/" in found
        assert not [
            url for url in found if gone.slug in url or draft.slug in url or "quokka" in url
        ]


def test_sitemap_asks_the_database_as_often_for_one_as_for_three(client):
    numbers = []
    house = InstitutionFactory()
    for more in (1, 2):
        for _ in range(more):
            published_practice(institution=house)
            MeetingFactory()
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/sitemap.xml?{more}")
        numbers.append(len(captured))

    # The version, the site, pages, which of them are private, meetings, practices.
    assert numbers[0] == numbers[1] <= 6


def test_feed_asks_the_database_as_often_for_one_as_for_three(client):
    numbers = []
    house = InstitutionFactory()
    for more in (1, 2):
        for _ in range(more):
            published_practice(institution=house)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/feeds/practices.atom?{more}")
        numbers.append(len(captured))

    # The version, what changed, all sets (this transaction has written), the order, the rows.
    assert numbers == [5, 5]


def test_robots_points_to_the_sitemap_and_closes_what_is_for_nobody(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in lines
    assert "Disallow: /cms/" in lines
    assert "Disallow: /" not in lines
