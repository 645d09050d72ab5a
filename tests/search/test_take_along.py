"""A search taken along: as a table, as data, as a feed, and into the browser's own address bar."""

from __future__ import annotations

import csv
import datetime as dt
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from collaborative.search import tables
from practices.models import Practice
from tests.factories import InstitutionFactory, PracticeFactory
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
OPEN = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


@pytest.fixture
def lake():
    return InstitutionFactory(name="Lake Clinic", city="Ely", counties=["Lake"])


def table_of(client, query=""):
    """The lines below the head, as a spreadsheet program reads them."""
    answer = client.get(f"/practices/export.csv{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="practices.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(answer.content.decode("utf-8-sig").splitlines())
    assert tuple(head) == tables.COLUMNS
    return [dict(zip(head, line, strict=False)) for line in lines]


def titles(lines):
    return [line["Title"] for line in lines]


def test_a_line_tells_a_practice_in_words(client, lake):
    practice = published_practice(
        title="Rides", institution=lake, scopes=["language-access", "policy-advocacy"],
        tags=["rides", "night"], populations=["asian"], minnesota_groups=["hmong"],
        languages=["so", "en"], counties=["Cook", "Saint Louis"], care_settings=["home"],
        start_up_cost=5_000, yearly_cost=5_000, cost_year=2025, fte="0.5",
        study_design="before-after",
    )  # fmt: skip
    today = localdate(practice.published_at).isoformat()

    assert table_of(client) == [
        {
            "Number": str(practice.pk),
            "Title": "Rides",
            "Institution": "Lake Clinic",
            "City": "Ely",
            "Areas of work": "Language access; Policy advocacy",
            "Stage": "Implemented",
            "Kind of story": "Success",
            "How it is known": "Moderate",
            "For whom": "Asian; Hmong",
            "Languages": "Somali; English",
            "Counties": "Cook; St. Louis",
            "Where care is given": "At home",
            "Cost in the first year": "$10,000 to $49,999",
            "Staff": "Up to half a post",
            "Tags": "rides; night",
            "Institutions that took it up": "0",
            "First published": today,
            "Updated": today,
            "Confirmed as still true": "",
            "Address": "http://testserver/practices/rides/",
        }
    ]


def test_what_was_not_told_is_empty_and_counties_are_as_they_are_found(client, lake):
    practice = published_practice(title="Rides", institution=lake)
    Practice.objects.filter(pk=practice.pk).update(
        verified_at=timezone.now(), verified_by=practice.author
    )

    [line] = table_of(client, "?county=lake")

    assert line["Counties"] == "Lake"
    assert line["Confirmed as still true"] == localdate().isoformat()
    assert line["Cost in the first year"] == line["Staff"] == line["Languages"] == ""


def test_an_institution_that_publishes_it_too_is_named(client, lake):
    practice = published_practice(institution=lake)
    names = [{"slug": "birch", "name": "Birch House"}]
    Practice.objects.filter(pk=practice.pk).update(credits={"institutions": names})

    assert table_of(client)[0]["Institution"] == "Lake Clinic; Birch House"


def test_the_table_is_the_search_in_its_order(client, lake):
    for title in ("Birch", "Alder", "Cedar"):
        published_practice(title=title, institution=lake, tags=["trees"])
    published_practice(title="Buses", institution=lake, need="They asked for birch bark.")

    assert titles(table_of(client)) == ["Buses", "Cedar", "Alder", "Birch"]
    assert titles(table_of(client, "?tag=TREES&sort=title")) == ["Alder", "Birch", "Cedar"]
    assert titles(table_of(client, "?q=birch")) == ["Birch", "Buses"]
    assert titles(table_of(client, "?q=brich")) == ["Birch", "Buses"]  # as on the page
    assert titles(table_of(client, "?county=lake&stage=idea")) == []
    assert titles(table_of(client, "?page=7&sort=nonsense")) == titles(table_of(client))


def test_a_table_that_was_cut_says_so_in_its_last_line(client, lake, monkeypatch):
    for number in range(3):
        published_practice(title=f"Rides {number}", institution=lake)

    whole = table_of(client, "?q=rides")
    monkeypatch.setattr(tables, "MOST_TAKEN", 2)
    for query in ("?q=rides&sort=newest", "?sort=title&v=2"):
        *lines, last = table_of(client, query)
        assert len(lines) == 2
        assert last == {
            "Number": "This table ends here, after 2 of 3 practices. Narrow the search to take the"
            " others along."
        }
    assert len(whole) == 3


def test_no_cell_is_run_by_a_spreadsheet(client, lake):
    published_practice(title='=HYPERLINK("http://evil")', institution=lake, tags=["+1"])
    type(lake).objects.filter(pk=lake.pk).update(city="@SUM(A1)")

    [line] = table_of(client)

    assert line["Title"] == '\'=HYPERLINK("http://evil")'
    assert (line["City"], line["Tags"]) == ("'@SUM(A1)", "'+1")


def test_everybody_takes_along_the_same(client_of, roles):
    PracticeFactory(title="Quokka", institution=roles.a, author=roles.authorA)
    published_practice(title="Open", institution=roles.a)
    answers = []
    for name in ("anon", "authorA", "stewardA", "memberB", "coord", "siteadmin"):
        client = client_of(getattr(roles, name))
        answer = client.get("/practices/export.csv")
        answers.append(answer.content)
        assert answer["Cache-Control"] == "public, no-cache"
        assert not answer.cookies
        assert client.get("/practices/export.json?q=quokka", follow=True).json()["count"] == 0

    assert titles(table_of(client)) == ["Open"]
    assert len(set(answers)) == 1


def test_the_table_asks_the_database_as_often_for_one_as_for_three(client):
    numbers = []
    for more in (1, 2):
        for _ in range(more):
            published_practice(counties=["Cook"], languages=["so"], fte=1)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/practices/export.csv?{more}")
        numbers.append(len(captured))

    # The version, what changed, all sets (this transaction has written), the order, the rows, the
    # areas.
    assert numbers == [6, 6]


def test_data_is_the_same_search_as_the_api_tells_it(client, lake):
    published_practice(title="Rides", institution=lake, tags=["a & b"])
    published_practice(title="Other", institution=lake)

    answer = client.get("/practices/export.json?tag=a+%26+b&sort=title&page=3&page_size=1")

    assert answer.status_code == 302
    assert answer.url == "/api/v1/practices?tag=a+%26+b&sort=title&page_size=100"
    assert answer["Cache-Control"] == "public, no-cache"
    assert [one["title"] for one in client.get(answer.url).json()["results"]] == ["Rides"]
    assert client.get("/practices/export.json").url == "/api/v1/practices?page_size=100"


def test_the_page_offers_its_search_in_all_forms(client, lake):
    published_practice(title="Rides", institution=lake, tags=["a & b"])
    page = BeautifulSoup(
        client.get("/practices/?tag=a+%26+b&q=rides&sort=title").content, "html.parser"
    )

    links = {link.get_text(): link["href"] for link in page.select(".take-along a")}

    asked = "?q=rides&tag=a+%26+b&sort=title"
    assert links == {
        "Follow this search in a feed reader (Atom)": f"/feeds/practices.atom{asked}",
        "Save as a spreadsheet (CSV)": f"/practices/export.csv{asked}",
        "As data (JSON)": f"/practices/export.json{asked}",
    }
    for address in links.values():
        assert b"Rides" in client.get(address, follow=True).content
    nothing = BeautifulSoup(client.get("/practices/?q=zzzz").content, "html.parser")
    assert nothing.select(".take-along") == []


def test_a_feed_of_words_is_newest_first_and_knows_every_facet(client, lake):
    now = timezone.now()
    for days, title, more in (
        (3, "Doula", {"languages": ["so"], "counties": ["Cook"], "study_design": "randomized"}),
        (2, "Rides", {"need": "A doula asked for it.", "languages": ["so"]}),
        (1, "Doulas", {}),
    ):
        made = published_practice(title=title, institution=lake, **more)
        Practice.objects.filter(pk=made.pk).update(published_at=now - dt.timedelta(days))
        fresh = Practice.objects.get(pk=made.pk)
        fresh.save()

    def feed(query):
        root = ET.fromstring(client.get(f"/feeds/practices.atom{query}").content)  # noqa: S314  our own
        return [one.text for one in root.findall("a:entry/a:title", ATOM)]

    by_relevance = titles(table_of(client, "?q=doula"))
    assert set(by_relevance) == {"Doula", "Rides", "Doulas"}
    assert by_relevance[-1] == "Rides"
    assert feed("?q=doula") == feed("?q=doula&sort=relevance") == ["Doulas", "Rides", "Doula"]
    assert feed("?language=so&sort=title") == ["Rides", "Doula"]
    assert feed("?county=cook&evidence=moderate&year=" + str(now.year)) == ["Doula"]


def test_a_feed_keeps_its_name_however_it_is_sorted_or_its_tag_is_spelled(client, lake):
    def name_of(query):
        root = ET.fromstring(client.get(f"/feeds/practices.atom{query}").content)  # noqa: S314  our own
        links = {one.get("rel"): one.get("href") for one in root.findall("a:link", ATOM)}
        assert links["self"].startswith("http://testserver/feeds/practices.atom?")
        return (
            root.findtext("a:id", namespaces=ATOM),
            links["self"],
            len(root.findall("a:entry", ATOM)),
        )

    before = name_of("?tag=Rides")
    published_practice(institution=lake, tags=["rides"])
    after = name_of("?tag=Rides&sort=title")

    assert before == (
        "tag:testserver,2026:practices?tag=Rides",
        "http://testserver/feeds/practices.atom?tag=Rides",
        0,
    )
    assert after == (*before[:2], 1)


def described(client):
    answer = client.get("/opensearch.xml")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    return ET.fromstring(answer.content)  # noqa: S314  our own bytes


def test_a_browser_learns_how_to_search_here(client, lake):
    published_practice(title="Rides & visits", institution=lake)
    page = BeautifulSoup(client.get("/practices/").content, "html.parser")
    [link] = page.select('head link[rel="search"]')
    root = described(client)

    assert (link["href"], link["type"]) == (
        "/opensearch.xml", "application/opensearchdescription+xml",
    )  # fmt: skip
    assert root.findtext("o:ShortName", namespaces=OPEN) == "DLP Minnesota"
    assert len(root.findtext("o:LongName", namespaces=OPEN)) <= 48
    urls = {one.get("type"): one.get("template") for one in root.findall("o:Url", OPEN)}
    assert urls["text/html"] == "http://testserver/practices/?q={searchTerms}"
    assert urls["application/atom+xml"] == "http://testserver/feeds/practices.atom?q={searchTerms}"
    for kind in ("text/html", "application/atom+xml"):
        asked = urls[kind].replace("{searchTerms}", "rides%20%26%20visits")
        assert client.get(asked).content.count(b"/practices/rides-visits/") == 1
    suggested = client.get(urls["application/x-suggestions+json"].replace("{searchTerms}", "rid"))
    assert suggested["Content-Type"] == "application/x-suggestions+json"
    assert "Rides & visits" in suggested.json()[1]
    icon = root.findtext("o:Image", namespaces=OPEN)
    assert icon == f"http://testserver{page.select_one('link[rel=icon]')['href']}"


@pytest.mark.parametrize("address", ["/practices/export.csv", "/opensearch.xml"])
def test_it_is_kept_for_strangers_and_read_only(client, address):
    published_practice()
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address)

    assert again.content == first.content
    assert len(asked) == 1  # the public version
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
