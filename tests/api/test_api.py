"""/api/v1/: the contract that other programs rely on."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from collaborative.api import schemas
from collaborative.search import ranking
from collaborative.search.params import SORTS
from collaborative.search.tables import MOST_TAKEN
from collaborative.search.terms import FACET_KINDS, FACETS
from members.enums import InstitutionState
from tests.factories import InstitutionFactory, PracticeFactory
from tests.factories.practices import published_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def lake():
    return InstitutionFactory(name="Lake Clinic", slug="lake-clinic")


def test_practices_have_the_shape_of_the_contract(client, lake):
    practice = published_practice(title="Rides", institution=lake, tags=["rides"])

    data = client.get("/api/v1/practices").json()

    assert data["count"] == 1
    assert data["results"] == [
        {
            "id": practice.pk,
            "slug": "rides",
            "title": "Rides",
            "url": "http://testserver/practices/rides/",
            "institution": {
                "slug": "lake-clinic",
                "name": "Lake Clinic",
                "url": "http://testserver/institutions/lake-clinic/",
            },
            "scope_areas": [
                {"slug": "language-access", "name": "Language access", "wall": "within"}
            ],
            "walls": ["within"],
            "tags": ["rides"],
            "stage": "implemented",
            "story": "success",
            "need": practice.need,
            "what_we_did": practice.what_we_did,
            "result": practice.result,
            "adopters": 0,
            "published_at": data["results"][0]["published_at"],
            "updated_at": data["results"][0]["updated_at"],
            "verified_on": None,
            "review_by": data["results"][0]["review_by"],
            "is_overdue": False,
        }
    ]
    assert (data["meant"], data["with_all"]) == ([], None)
    year = str(localdate(practice.published_at).year)
    assert {facet: values for facet, values in data["facets"].items() if values} == {
        "scope": [{"value": "language-access", "label": "Language access", "count": 1}],
        "wall": [{"value": "within", "label": "Within our walls", "count": 1}],
        "institution": [{"value": "lake-clinic", "label": "Lake Clinic", "count": 1}],
        "tag": [{"value": "rides", "label": "rides", "count": 1}],
        "stage": [{"value": "implemented", "label": "Implemented", "count": 1}],
        "story": [{"value": "success", "label": "Success", "count": 1}],
        "evidence": [{"value": "not-yet", "label": "Not evaluated yet", "count": 1}],
        "county": [{"value": "st-louis", "label": "St. Louis", "count": 1}],
        "year": [{"value": year, "label": year, "count": 1}],
    }
    assert list(data["facets"]) == list(FACETS)


def test_practices_narrow_as_the_page_does(client, lake):
    published_practice(title="One", institution=lake, scopes=["language-access"], stage="idea")
    published_practice(title="Two", institution=lake, scopes=["accessibility"], stage="idea")
    published_practice(title="Three", institution=lake, scopes=["policy-advocacy"], stage="spread")

    def found(query):
        return [one["title"] for one in client.get(f"/api/v1/practices?{query}").json()["results"]]

    assert found("sort=title") == ["One", "Three", "Two"]
    assert found("scope=language-access&scope=accessibility&sort=title") == ["One", "Two"]
    assert found("scope=accessibility&stage=spread") == []
    assert found("wall=beyond") == ["Three"]
    assert found("institution=lake-clinic&q=three") == ["Three"]
    assert found("institution=nobody") == []


def test_practices_come_in_pages_that_link_to_each_other(client, lake):
    for number in range(5):
        published_practice(title=f"Practice {number}", institution=lake)

    first = client.get("/api/v1/practices?sort=title&page_size=2").json()
    second = client.get(first["next"]).json()
    last = client.get(second["next"]).json()

    assert [one["title"] for page in (first, second, last) for one in page["results"]] == [
        f"Practice {number}" for number in range(5)
    ]
    assert (first["previous"], last["next"]) == (None, None)
    assert client.get(last["previous"]).json() == second
    assert first["count"] == 5


def test_problems_are_sentences(client, lake):
    published_practice(institution=lake)
    beyond = client.get("/api/v1/practices?page=7")
    too_many = client.get("/api/v1/practices?page_size=101")
    words = client.get("/api/v1/practices?page=one")
    unknown = client.get("/api/v1/practices/nothing")
    nowhere = client.get("/api/v1/nothing")
    unreadable = client.get("/api/v1/practices?q=%00")

    assert (beyond.status_code, beyond.json()) == (
        404,
        {"detail": "There is no page 7 of this list."},
    )
    assert too_many.status_code == 400
    assert too_many.json()["detail"].startswith("page_size: ")
    assert words.status_code == 400
    assert words.json()["detail"].startswith("page: ")
    assert unknown.json() == {"detail": "There is no practice at this address."}
    assert nowhere.status_code == 404
    assert nowhere.json()["detail"].startswith("There is nothing")
    assert (unreadable.status_code, unreadable["Content-Type"]) == (400, "application/json")


def test_a_hidden_practice_answers_as_an_unknown_one(client_of, roles):
    draft = PracticeFactory(institution=roles.a, author=roles.authorA)
    live = published_practice(institution=roles.a)

    for name in ("anon", "authorA", "siteadmin"):
        client = client_of(getattr(roles, name))
        hidden = client.get(f"/api/v1/practices/{draft.slug}")
        unknown = client.get("/api/v1/practices/unknown")
        assert (hidden.status_code, hidden.content) == (404, unknown.content)
        assert client.get(f"/api/v1/practices/{live.slug}").status_code == 200


def test_one_practice_is_told_in_full(client, lake):
    practice = published_practice(
        title="Rides", institution=lake, how_it_works="A van at six.", started="2024-03"
    )

    data = client.get("/api/v1/practices/rides").json()

    assert data["id"] == practice.pk
    assert data["how_it_works"] == "A van at six."
    assert data["started"] == "2024-03"
    assert data["files"] == []


def test_institutions_come_with_live_counts(client, lake):
    InstitutionFactory(name="Closed House", state=InstitutionState.CLOSED)
    InstitutionFactory(name="Birch House", slug="birch")
    published_practice(institution=lake)
    PracticeFactory(institution=lake)

    data = client.get("/api/v1/institutions").json()

    assert [(one["slug"], one["practices"]) for one in data["results"]] == [
        ("birch", 0), ("lake-clinic", 1),
    ]  # fmt: skip
    assert data["results"][1]["url"] == "http://testserver/institutions/lake-clinic/"


def test_scope_areas_are_eleven_in_the_charters_order(client, lake):
    published_practice(institution=lake, scopes=["language-access", "policy-advocacy"])
    published_practice(institution=lake, scopes=["language-access"])
    PracticeFactory(institution=lake, scopes=["accessibility"])

    areas = client.get("/api/v1/scope-areas").json()["results"]

    assert [area["position"] for area in areas] == list(range(1, 12))
    assert [area["wall"] for area in areas] == ["within"] * 6 + ["beyond"] * 5
    assert {area["slug"]: area["count"] for area in areas if area["count"]} == {
        "language-access": 2,
        "policy-advocacy": 1,
    }


def test_bytes_are_the_same_for_every_role_and_open_to_every_site(client_of, roles):
    PracticeFactory(institution=roles.a, author=roles.authorA)
    live = published_practice(institution=roles.a)
    for address in (
        "/api/v1/", "/api/v1/practices", f"/api/v1/practices/{live.slug}", "/api/v1/institutions",
        "/api/v1/scope-areas", "/api/v1/openapi.json",
    ):  # fmt: skip
        answers = [
            client_of(getattr(roles, name)).get(address)
            for name in ("anon", "nomember", "memberA", "authorA", "stewardA", "coord", "siteadmin")
        ]
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        for answer in answers:
            assert answer["Cache-Control"] == "public, no-cache"
            assert answer["Access-Control-Allow-Origin"] == "*"
            assert not answer.cookies


def test_the_page_about_the_data_leads_to_answers(client):
    published_practice(scopes=["language-access"])
    page = BeautifulSoup(client.get("/data/").content, "html.parser")
    addresses = [link["href"] for link in page.main.select("dt a")]
    assert len(addresses) == 4
    answers = [client.get(address) for address in addresses]
    assert answers[0].json()["count"] == 1
    assert len(answers[1].content.splitlines()) == 2
    assert all(answer.json()["count"] for answer in answers[2:])
    names = page.select_one("dd").get_text().partition("names: ")[2].partition(".")[0]
    assert names.replace(" and ", ", ").split(", ") == ["q", *FACETS, "sort", "page"]
    assert f"{MOST_TAKEN:,} practices" in page.main.get_text()
    assert f"ends after {schemas.MOST_ROWS:,}." in page.main.get_text()
    assert page.main.select_one('a[href="/api/v1/openapi.json"]')
    assert page.footer.select_one('a[href="/data/"]')


def test_openapi_describes_every_address_and_loads_nothing_from_elsewhere(client):
    schema = client.get("/api/v1/openapi.json").json()

    assert set(schema["paths"]) == {
        "/api/v1/", "/api/v1/practices", "/api/v1/practices/{slug}", "/api/v1/institutions",
        "/api/v1/scope-areas",
    }  # fmt: skip
    names = {one["name"] for one in schema["paths"]["/api/v1/practices"]["get"]["parameters"]}
    assert names == {"q", *FACETS, "sort", "page", "page_size"}
    assert client.get("/api/v1/docs").status_code == 404


@pytest.mark.parametrize(
    ("address", "queries"),
    [("practices", 7), ("institutions", 3), ("scope-areas", 3)],
)
def test_lists_ask_the_database_as_often_for_one_as_for_three(client, address, queries):
    numbers = []
    for more in (1, 2):
        for _ in range(more):
            published_practice()
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/api/v1/{address}?v={more}")
        numbers.append(len(captured))

    # Practices: the version, areas, institutions, what changed, all sets (this transaction has
    # written), the order, the rows.
    assert numbers == [queries, queries]


ADDRESSES = [
    "/api/v1/", "/api/v1/practices", "/api/v1/practices/rides", "/api/v1/institutions",
    "/api/v1/scope-areas", "/api/v1/openapi.json",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_answers_as_get_does_without_a_body(client, address):
    published_practice(title="Rides")
    asked, read = client.head(f"{address}?fresh"), client.get(f"{address}?other")

    assert (asked.status_code, asked.content) == (200, b"")
    assert asked["Content-Type"] == read["Content-Type"]
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert read.content
    assert client.get(f"{address}?fresh").content  # nothing empty was kept
    assert client.head("/api/v1/practices/no-such").status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_writing_is_refused_as_data(client, address, method):
    answer = getattr(client, method)(address)

    assert answer.status_code == 405
    assert answer["Content-Type"].startswith("application/json")
    assert answer["Allow"] == "GET, HEAD"
    assert answer.json() == {
        "detail": f"{method.upper()} is not possible here: this interface is for reading, with GET."
    }


SEARCHES = [
    "", "q=interpreter", "q=promotora", "q=intepreter", "q=interpreters+night+quokka",
    "q=interpreters+-night", "scope=language-access&stage=idea&stage=pilot", "tag=NIGHT",
    "q=interpreter&county=cook&language=so", "population=hmong&population=asian&cost=none",
    "evidence=moderate&sort=evidence", "institution=nobody", "community=yes&files=yes",
]  # fmt: skip


@pytest.fixture
def various(lake):
    """Practices that differ in what they can be found by, and a draft that nobody counts."""
    night = {"tags": ["night"], "title": "Interpreters at night"}
    told = {"languages": ["so"], "counties": ["Cook"], "minnesota_groups": ["hmong"]}
    published_practice(institution=lake, stage="idea", **night, **told)
    published_practice(
        institution=lake, title="Interpreters by day", start_up_cost=0, cost_year=2025, **told
    )
    published_practice(
        institution=lake, title="Community health workers", need="Nobody came.",
        what_we_did="We hired neighbors.", result="People came.", populations=["asian"],
        tags=["home"], study_design="before-after", community_evidence="The elders said so.",
    )  # fmt: skip
    published_practice(title="Interpreters elsewhere", tags=["Night"], fte=1)
    PracticeFactory(institution=lake, title="Interpreters in a draft", tags=["night"], **told)


@pytest.mark.parametrize("search", SEARCHES)
def test_counts_are_those_of_the_page(client, various, search):
    page = BeautifulSoup(client.get(f"/practices/?{search}").content, "html.parser")
    data = client.get(f"/api/v1/practices?{search}").json()

    for facet in FACETS:
        boxes = page.select(f'#facet-lists input[name="{facet}"]')
        on_page = {
            box["value"]: int(
                box.find_parent("label").select_one(".facet__count").find_all(string=True)[1]
            )
            for box in boxes
        }
        assert {one["value"]: one["count"] for one in data["facets"][facet]} == {
            value: number for value, number in on_page.items() if number
        }, facet
    names = [" ".join(link.get_text().split()) for link in page.select("#found h3 a")]
    assert [one["title"] for one in data["results"]] == names
    assert data["count"] == len(names)
    assert [one["meant"] for one in data["meant"]] == [
        one.strong.text for one in page.select(".mended") if one.strong
    ]


def test_what_was_mended_and_how_many_have_all_words_is_told(client, various):
    slip = client.get("/api/v1/practices?q=intepreter").json()
    some = client.get("/api/v1/practices?q=interpreters+night+elsewhere").json()

    assert slip["meant"] == [{"typed": "intepreter", "meant": "interpreter"}]
    assert (slip["count"], slip["with_all"]) == (3, None)
    assert (some["with_all"], some["count"] > 1) == (1, True)
    assert client.get("/api/v1/practices?q=promotora").json()["count"] == 1


def test_a_long_list_ends_and_says_what_to_do(client, lake, monkeypatch):
    for number in range(5):
        published_practice(title=f"Practice {number}", institution=lake)
    monkeypatch.setattr(schemas, "MOST_ROWS", 4)

    for sort in ("sort=title", "q=practice"):
        last = client.get(f"/api/v1/practices?{sort}&page_size=2&page=2")
        beyond = client.get(f"/api/v1/practices?{sort}&page_size=2&page=3")
        nowhere = client.get(f"/api/v1/practices?{sort}&page_size=2&page=4")

        assert (last.json()["count"], last.json()["next"]) == (5, None)
        assert len(last.json()["results"]) == 2
        assert beyond.status_code == 404
        said = beyond.json()["detail"]
        assert said.startswith("A list ends after 4 practices. Narrow the search")
        assert client.get(said.rpartition(" ")[2]).content.count(b"/practices/practice-") == 5
        assert nowhere.json()["detail"] == "There is no page 4 of this list."


def test_more_can_be_read_than_on_the_page_of_people(client, lake, monkeypatch):
    for number in range(5):
        published_practice(title=f"Practice {number}", institution=lake)
    monkeypatch.setattr(ranking, "MOST_ROWS", 2)
    monkeypatch.setattr(ranking, "MOST_RANKED", 1)
    monkeypatch.setattr(ranking, "MOST_RANKED_ELSEWHERE", 1)

    address, seen = "/api/v1/practices?q=practice&page_size=2", []
    while address:
        answer = client.get(address).json()
        seen += [one["id"] for one in answer["results"]]
        address = answer["next"]

    assert len(set(seen)) == len(seen) == 5


def test_every_facet_and_its_values_are_described(client):
    schema = client.get("/api/v1/openapi.json").json()
    asked = {
        one["name"]: one["description"] if "description" in one else one["schema"]["description"]
        for one in schema["paths"]["/api/v1/practices"]["get"]["parameters"]
        if one["name"] != "page_size"
    }

    assert all(sort in asked["sort"] for sort in SORTS)
    for kind in FACET_KINDS:
        assert asked[kind.name].startswith(f"{kind.label}. ")
        if kind.name != "county":
            assert all(f"{value} ({name})" in asked[kind.name] for value, name in kind.choices)
    assert "st-louis" in asked["county"]
    assert "lac-qui-parle" in asked["county"]
    facets = schema["components"]["schemas"]["Facets"]["properties"]
    assert list(facets) == list(FACETS)
    assert facets["county"]["description"].endswith("those that its institution serves.")


def test_a_letter_to_nowhere_is_refused_as_data():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/api/v1/nowhere")
    assert (answer.status_code, answer["Content-Type"][:16]) == (404, "application/json")


def test_the_most_tags_are_told_in_the_description(client):
    facets = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["Facets"]
    assert facets["properties"]["tag"]["description"] == (
        "The 30 most used, and every chosen one; there may be more tags."
    )
