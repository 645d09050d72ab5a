"""What strangers read, and what they never do."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from collaborative.core.models import PublicVersion
from collaborative.pages import actions
from collaborative.pages.models import HomePage, ThoughtLeadershipPage
from tests.factories import InstitutionFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
WORDS = {
    "statement": "We stand for this.",
    "responsibility": "Because we can.",
    "community": "Our neighbors.",
    "glossary": [{"term": "Equity", "meaning": "The same result."}],
    "goal": "By 2028 no gap.",
    "roles": [{"role": "employer", "what_we_do": "We review pay."}],
    "council": {"name": "Equity Council", "led_by": "A chair", "about": "Meets monthly."},
    "operations": {"name": "Operations", "about": "Meets weekly.", "teams": ["Data", "Pay"]},
    "resource_groups": [{"name": "Night Owls", "about": "Works at night."}],
    "annual_reports": [{"year": 2025, "title": "Held to it", "summary": "The second year."}],
}


def article(by, now, number=1, **more):
    return actions.publish_article(
        slug=f"article-{number}", title=f"Article {number}", standfirst="A thought",
        body="One.\n\n## Two\n\n- three\n\n> four", by=by, now=now, author=by,
        scopes=["language-access"], **more,
    )  # fmt: skip


def news(page, by, now, number=1):
    return actions.add_news(
        institution_page=page, slug=f"news-{number}", title=f"News {number}", kind="blog",
        date=now.date(), summary="In short", body="At length", by=by, now=now,
    )  # fmt: skip


def test_institution_says_all_it_wants_to(corners, client, now):
    page = actions.write_institution_page(
        institution=corners.a, words=WORDS, by=corners.stewardA, now=now
    )
    news(page, corners.stewardA, now)
    shown = UserFactory(name="Shown Person", is_shown=True)
    MembershipFactory(user=shown, institution=corners.a)
    MembershipFactory(user=UserFactory(name="Hidden Person"), institution=corners.a)
    html = client.get("/institutions/heron-lake-health/").content.decode()
    for text in (
        "We stand for this.", "Because we can.", "Our neighbors.", "Equity", "The same result.",
        "By 2028 no gap.", "Employer", "We review pay.", "Equity Council", "A chair", "Operations",
        "Data", "Night Owls", "Held to it", "2025", "News 1", "Saint Louis", "Shown Person",
    ):  # fmt: skip
        assert text in html, text
    assert "Hidden Person" not in html
    assert "Zero" not in html
    written = page.revisions.count()
    actions.write_institution_page(institution=corners.a, words=WORDS, by=corners.stewardA, now=now)
    assert page.revisions.count() == written, "nothing new, nothing published"


def test_institution_page_names_offices_and_leads_to_all_its_parts(corners, client):
    for name, more in (
        ("Cora", {"is_coordinator": True}), ("Edda", {"is_editor": True}), ("Finn", {}),
    ):  # fmt: skip
        user = UserFactory(name=name, is_shown=True, **more)
        MembershipFactory(institution=corners.a, user=user)
    page = BeautifulSoup(client.get("/institutions/heron-lake-health/").content, "html.parser")
    shown = [person.get_text() for person in page.select(".institution__people > li")]
    assert [line.partition(", DLP")[0] for line in shown] == [
        "Cora, coordinator of the collaborative",
        "Edda, editor of the collaborative",
        "Finn, contributor",
    ]
    parts = [link["href"] for link in page.select(".contents a")]
    assert parts[-2:] == ["#glance", "#people"]
    assert [part for part in parts if not page.select_one(part)] == []
    assert {f"#{heading['id']}" for heading in page.select(".with-aside h2")} == set(parts)


def test_article_says_once_where_it_stands(editor, client, now):
    page = BeautifulSoup(client.get(article(editor, now).url).content, "html.parser")
    assert page.main.get_text().count("Thought leadership") == 1


def test_article_is_made_of_its_marks(editor, client, now):
    article(editor, now)
    page = BeautifulSoup(client.get("/thought-leadership/article-1/").content, "html.parser")
    body = page.find("article")
    assert [h.get_text() for h in body.find_all("h2")] == ["Two"]
    assert body.find("li").get_text() == "three"
    assert body.find("blockquote").get_text(strip=True) == "four"
    assert "Edith" in body.get_text()
    assert article(editor, now).pk == ThoughtLeadershipPage.objects.get().pk


def test_home_says_what_is_new(editor, client, now):
    words = {
        "title": "Together", "lead": "A lead", "within_intro": "Inside", "beyond_intro": "Outside",
        "beliefs": ["Gaps can close"],
        "how_it_works": [{"title": "Share", "text": "A title will do"}],
        "invitation": "Come in",
    }  # fmt: skip
    actions.write_home(words=words, by=editor, now=now)
    actions.write_home(words=words, by=editor, now=now)
    assert HomePage.objects.get().revisions.count() == 1
    article(editor, now)
    html = client.get("/").content.decode()
    for text in (
        "Together",
        "Inside",
        "Outside",
        "Gaps can close",
        "A title will do",
        "Come in",
        "Article 1",
    ):
        assert text in html, text


def test_drafts_are_nowhere_public(corners, editor, client, now):
    """[DP15] A word in an unpublished article and in newer drafts of live pages."""
    token = "Zebrafinch"
    article(editor, now)
    actions.publish_article(
        slug="zebrafinch", title=token, standfirst=token, body=token, by=editor, now=now, live=False
    )
    page = actions.write_institution_page(
        institution=corners.a, words=WORDS, by=corners.stewardA, now=now
    )
    live = news(page, corners.stewardA, now)
    for each, field in (
        (page, "statement"), (live, "summary"), (HomePage.objects.get(), "lead"),
        (ThoughtLeadershipPage.objects.get(slug="article-1"), "standfirst"),
    ):  # fmt: skip
        draft = each.get_latest_revision_as_object()
        setattr(draft, field, token)
        draft.title = f"{token} title"
        draft.save_revision(user=corners.siteadmin)
    for address in (
        "/", "/charter/", "/charter/changes/", "/institutions/", "/institutions/heron-lake-health/",
        "/institutions/heron-lake-health/news-1/", "/institutions/heron-lake-health/news.atom",
        "/thought-leadership/", "/thought-leadership/article-1/",
        "/thought-leadership/articles.atom", "/sitemap.xml",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert token not in answer.content.decode(), address
    for address in ("/thought-leadership/zebrafinch/",):
        hidden, unknown = client.get(address), client.get("/thought-leadership/unknown/")
        assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_publishing_and_taking_down_are_seen_at_once(editor, client, now, settings):
    """The shelf of the public cache is emptied by the version in the same transaction."""
    settings.PUBLIC_CACHE_BYTES = 1_000_000
    number = PublicVersion.objects.get().number
    page = article(editor, now)
    assert PublicVersion.objects.get().number > number
    assert client.get(page.url).status_code == 200
    number = PublicVersion.objects.get().number
    page.get_latest_revision_as_object().save_revision(user=editor)
    assert PublicVersion.objects.get().number == number, "a draft changes nothing public"
    page.unpublish()
    assert PublicVersion.objects.get().number > number
    assert client.get(page.url).status_code == 404
    number = PublicVersion.objects.get().number
    page.delete()
    assert PublicVersion.objects.get().number > number


def test_strangers_get_no_cookie_and_pages_may_be_kept(editor, client, now, settings):
    settings.PUBLIC_CACHE_BYTES = 0
    page = article(editor, now)
    for address in ("/", "/charter/", "/institutions/", "/thought-leadership/", page.url):
        answer = client.get(address)
        assert not answer.cookies, address
        assert answer.is_public_page, address


@pytest.mark.parametrize(
    "address", ["/thought-leadership/articles.atom", "/institutions/heron-lake-health/news.atom"]
)
def test_feeds_are_sound(corners, editor, client, now, address):
    page = article(editor, now)
    page = news(corners.page_a, corners.stewardA, now) if "news" in address else page
    page.title = f"{EVIL} & more"
    (page.__class__.objects.filter(pk=page.pk)).update(title=page.title)
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)  # noqa: S314  our own feed
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == page.title
    assert entry.find(f"{ATOM}id").text == f"tag:testserver,2026:page/{page.pk}"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{page.url}"
    assert entry.find(f"{ATOM}published") is not None
    assert "<" not in entry.find(f"{ATOM}summary").text


def test_no_text_becomes_markup(corners, editor, client, now):
    words = {
        **dict.fromkeys(("statement", "responsibility", "community", "goal"), EVIL),
        "glossary": [{"term": EVIL, "meaning": EVIL}],
        "roles": [{"role": "employer", "what_we_do": EVIL}],
        "council": {"name": EVIL, "led_by": EVIL, "about": EVIL},
        "operations": {"name": EVIL, "about": EVIL, "teams": [EVIL]},
        "resource_groups": [{"name": EVIL, "about": EVIL}],
        "annual_reports": [{"year": 2025, "title": EVIL, "summary": EVIL}],
    }
    actions.write_institution_page(institution=corners.a, words=words, by=None, now=now)
    actions.add_news(
        institution_page=corners.page_a, slug="evil", title=EVIL, kind="news", date=now.date(),
        summary=EVIL, body=f"{EVIL}\n\n## {EVIL}\n\n- {EVIL}\n\n> {EVIL}", by=None, now=now,
    )  # fmt: skip
    actions.publish_article(
        slug="evil", title=EVIL, standfirst=EVIL, byline=EVIL, by=None, now=now,
        body=f"{EVIL}\n\n## {EVIL}\n\n- {EVIL}\n\n> {EVIL}",
    )  # fmt: skip
    home = dict.fromkeys(("title", "lead", "within_intro", "beyond_intro", "invitation"), EVIL)
    home |= {"beliefs": [EVIL], "how_it_works": [{"title": EVIL, "text": EVIL}]}
    actions.write_home(words=home, by=None, now=now)
    for text in (EVIL, f"{EVIL} again"):
        actions.publish_charter(
            sections=[{"heading": text, "body": text}], note=text, by=None, now=now, lead=text
        )
    for address in (
        "/", "/charter/", "/charter/changes/", "/charter/versions/1/", "/institutions/",
        "/institutions/heron-lake-health/", "/institutions/heron-lake-health/evil/",
        "/thought-leadership/", "/thought-leadership/evil/",
    ):  # fmt: skip
        html = client.get(address).content.decode()
        page = BeautifulSoup(html, "html.parser")
        assert "<script>alert" not in html, address
        assert not page.find_all(onerror=True), address
        assert not [s for s in page.find_all("script") if "alert" in s.text], address
        assert len(page.find_all("h1")) == 1, address
        assert not page.find_all(style=True), address


def test_links_of_editors_are_kept_harmless(corners, client_of, client, now):
    """What Draftail sends is a request like any other: only web and mail addresses come out."""
    import json

    from django.urls import reverse
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    draftail = {
        "blocks": [{
            "key": "a", "text": "press me", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
            "entityRanges": [{"offset": 0, "length": 5, "key": 0}],
        }],
        "entityMap": {"0": {
            "type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"},
        }},
    }  # fmt: skip
    data = nested_form_data({
        "title": "N", "slug": "n", "kind": "news", "date": str(now.date()), "summary": "s",
        "search_description": "", "body": streamfield([("paragraph", json.dumps(draftail))]),
        "action-publish": "1",
    })  # fmt: skip
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", corners.page_a.pk])
    assert client_of(corners.stewardA).post(add, data).status_code == 302
    html = client.get("/institutions/heron-lake-health/n/").content.decode()
    assert "press" in html
    assert "javascript:" not in html


def test_numbers_of_queries(corners, editor, client, now, settings):
    """The same with one thing and with three, with nothing from the shelf."""
    settings.PUBLIC_CACHE_BYTES = 0
    from tests.factories import adopted, asked_to_publish, published_practice

    def add(number):
        asked_to_publish(published_practice(), corners.a, signs=True)
        adopted(published_practice(), corners.a, by=corners.stewardA)
        adopted(published_practice(institution=corners.a))
        article(editor, now, number)
        news(corners.page_a, corners.stewardA, now, number)
        published_practice(institution=corners.a)
        MembershipFactory(institution=corners.a, user=UserFactory(is_shown=True))
        InstitutionFactory()

    counts = {
        "/": 10,
        "/institutions/": 8,
        "/institutions/heron-lake-health/": 16,
        "/institutions/heron-lake-health/news-1/": 7,
        "/institutions/heron-lake-health/news.atom": 2,
        "/thought-leadership/": 8,
        "/thought-leadership/article-1/": 8,
        "/thought-leadership/articles.atom": 1,
    }
    found = {}
    for number in (1, 2, 3):
        add(number)
        if number == 2:
            continue
        for address in counts:
            client.get(address)
            with _count() as seen:
                assert client.get(address).status_code == 200
            found.setdefault(address, []).append(len(seen))
    assert found == {address: [count, count] for address, count in counts.items()}, found


def _count():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)
