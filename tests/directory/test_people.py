"""Who finds whom in the directory, and what nobody finds there."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from members.models import User
from tests.factories import InstitutionFactory, MembershipFactory
from tests.matrix import answer_of
from tests.roles_plugin import COLUMNS as PEOPLE

pytestmark = pytest.mark.django_db


def shown(institution, name="Ada Birk", **more):
    user = {f"user__{key}": value for key, value in more.items()}
    return MembershipFactory(
        institution=institution, user__name=name, user__is_shown=True, **user
    ).user


def names(page):
    soup = BeautifulSoup(page.content, "html.parser")
    return [link.get_text() for link in soup.select(".directory-entry .entry__name a")]


def number(page):
    soup = BeautifulSoup(page.content, "html.parser")
    return soup.find(id="found").get_text()


def test_members_find_people_and_others_do_not(roles, client_of):
    """[PE1, AC2]"""
    ada = shown(roles.a)
    lists, pages = "", ""
    for name in PEOPLE:
        client = client_of(getattr(roles, name))
        answer = client.get("/people/")
        lists += {200: "R", 302: "L", 403: "F"}[answer.status_code]
        assert (ada.name in answer.content.decode()) is (answer.status_code == 200)
        page, unknown = client.get(f"/people/{ada.pk}/"), client.get("/people/999999999/")
        pages += {200: "P", 404: "H"}[page.status_code]
        assert unknown.status_code == 404
        assert (answer_of(page) == answer_of(unknown)) is (page.status_code == 404), name

    assert lists == "LFRRRRRRFLR"
    assert pages == "HHPPPPPPHHP"


def test_only_people_who_agreed_and_belong_are_there(roles, client_of):
    seen = shown(roles.b, "Seen Person")
    closed = InstitutionFactory(state="closed")
    hidden = [
        MembershipFactory(institution=roles.a, user__name="Not Agreed").user,
        shown(roles.a, "Gone Away", is_active=False),
        shown(roles.a, ""),
        shown(closed, "Closed House"),
        MembershipFactory(user__name="Asked Only", user__is_shown=True, state="requested").user,
        MembershipFactory(
            user__name="Left Long", user__is_shown=True, state="ended", ended_at=timezone.now()
        ).user,
    ]
    client = client_of(roles.memberA)

    page = client.get("/people/")

    assert (names(page), number(page)) == (["Seen Person"], "1 person")
    unknown = answer_of(client.get("/people/999999999/"))
    assert client.get(f"/people/{seen.pk}/").status_code == 200
    for person in hidden:
        assert answer_of(client.get(f"/people/{person.pk}/")) == unknown, person.name
    # The administrator too: agreeing is the person's own.
    assert client_of(roles.siteadmin).get(f"/people/{hidden[0].pk}/").status_code == 404


def test_what_is_shown_of_a_person_and_what_is_not(roles, client_of):
    ada = shown(
        roles.a, email="secret-address@people.example.org", dlp_year=2018, about="Ask me of runs.",
        interests=["policy-advocacy", "language-access"],
    )  # fmt: skip
    MembershipFactory(user=ada, institution=roles.b, role="steward")

    for who in ("memberB", "coord", "siteadmin", "stewardA"):
        client = client_of(getattr(roles, who))
        for address in (
            "/people/",
            f"/people/{ada.pk}/",
            "/people/?q=ada&institution=bluestem-clinics",
        ):
            text = client.get(address, headers={"Accept": "application/json"}).content.decode()
            assert "secret-address" not in text
            assert "@" not in re.sub(r"<(header|footer).*?</\1>", "", text, flags=re.DOTALL)
            for words in ("Ada Birk", "Heron Lake Health", "Bluestem Clinics", "2018", "steward",
                          "Language access", "Policy advocacy"):  # fmt: skip
                assert words in text
    assert "Ask me of runs." in client.get(f"/people/{ada.pk}/").content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Ada Birk", "Bo Carr", "Cy Dahl"]),
        ("q=birk", ["Ada Birk"]),
        ("q=BO+bluestem", ["Bo Carr"]),
        ("q=heron", ["Ada Birk", "Cy Dahl"]),
        ("q=people.example.org", []),
        ("q=%25", []),
        ("institution=bluestem-clinics", ["Bo Carr", "Cy Dahl"]),
        ("scope=language-access", ["Ada Birk", "Cy Dahl"]),
        ("year=2019", ["Cy Dahl"]),
        ("scope=language-access&institution=bluestem-clinics", ["Cy Dahl"]),
        ("scope=policy-advocacy", []),
        # What is not in the list is named and does not narrow.
        ("year=1999", ["Ada Birk", "Bo Carr", "Cy Dahl"]),
        ("institution=no-such&scope=language-access&page=99", ["Ada Birk", "Cy Dahl"]),
    ],
)
def test_the_directory_narrows(query, expected, roles, client_of):
    shown(roles.a, "Ada Birk", dlp_year=2018, interests=["language-access"])
    shown(roles.b, "Bo Carr", dlp_year=2018, interests=["care-delivery-redesign"])
    both = shown(roles.a, "Cy Dahl", dlp_year=2019, interests=["language-access"])
    MembershipFactory(user=both, institution=roles.b)

    page = client_of(roles.memberB).get(f"/people/?{query}")

    assert page.status_code == 200
    assert names(page) == expected
    assert number(page) == {1: "1 person"}.get(len(expected), f"{len(expected)} people")
    if "no-such" in query or "1999" in query:
        assert "Choose from this list." in page.content.decode()


def test_the_directory_has_pages_that_keep_what_was_asked(roles, client_of):
    for one in range(27):
        shown(roles.a, f"Person {one:02}")
    shown(roles.b, "Elsewhere")
    client = client_of(roles.memberA)

    first = client.get("/people/?institution=heron-lake-health")
    second = client.get("/people/?institution=heron-lake-health&page=2")

    assert (number(first), number(second)) == ("27 people", "27 people")
    assert (len(names(first)), names(second)) == (25, ["Person 25", "Person 26"])
    assert 'href="?institution=heron-lake-health&amp;page=2"' in first.content.decode()


def test_directory_and_person_ask_the_same_for_one_and_three(
    roles, client_of, django_assert_num_queries
):
    client, first = client_of(roles.memberB), None
    for _ in range(2):
        person = shown(roles.a, interests=["language-access"])
        MembershipFactory(user=person, institution=roles.b)
        first = first or person
        with django_assert_num_queries(8):
            assert client.get("/people/?q=ada").status_code == 200
        with django_assert_num_queries(8):
            assert client.get(f"/people/{first.pk}/").status_code == 200
        shown(InstitutionFactory(), "Ada Other", dlp_year=2012, interests=["policy-advocacy"])
        MembershipFactory(user=first)


def test_the_account_page_sets_what_is_shown_and_nothing_else(roles, client_of):
    """[AC1]"""
    client = client_of(roles.memberA)
    words = {
        "name": "Mira Aas", "about": "Runs clinics.", "dlp_year": "2015", "is_shown": "on",
        "interests": ["language-access", "policy-advocacy"],
    }  # fmt: skip
    forged = {
        "is_superuser": "on", "is_coordinator": "on", "is_editor": "on", "is_staff": "on",
        "role": "steward", "institution": roles.b.pk, "email": "x@elsewhere.example.org",
        "is_active": "", "password": "x", "groups": "1", "id": roles.stewardA.pk,
    }  # fmt: skip
    kept = User.objects.filter(pk=roles.memberA.pk).values(
        "email", "password", "is_superuser", "is_coordinator", "is_editor", "is_active"
    )
    before, memberships = kept.get(), list(roles.memberA.memberships.values())

    page = client.get("/account/").content.decode()
    answer = client.post("/account/", words | forged)
    as_json = client.post("/account/", words | forged, content_type="application/json")

    assert "On the public page of your institution everybody" in page
    assert "In the directory members of the collaborative find you" in page
    assert (answer.status_code, as_json.status_code) == (302, 400)
    person = User.objects.get(pk=roles.memberA.pk)
    assert (person.name, person.about, person.dlp_year, person.is_shown, person.interests) == (
        "Mira Aas", "Runs clinics.", 2015, True, ["language-access", "policy-advocacy"],
    )  # fmt: skip
    assert (kept.get(), list(person.memberships.values())) == (before, memberships)
    assert "Mira Aas" in names(client_of(roles.memberB).get("/people/"))


def test_an_interest_that_is_no_scope_area_is_refused(roles, client_of):
    client = client_of(roles.memberA)

    answer = client.post("/account/", {"name": "Mira", "interests": ["language-access", "golf"]})

    assert answer.status_code == 400
    assert "Choose from the areas on this page." in answer.content.decode()
    assert User.objects.get(pk=roles.memberA.pk).interests == []
    checked = BeautifulSoup(answer.content, "html.parser").find(id="interest-language-access")
    assert checked.has_attr("checked")


def test_no_public_page_names_a_person_by_half_an_address(roles, client_of):
    shown(roles.a, "", email="half-of-it@people.example.org")
    ada = shown(roles.a)

    page = client_of(None).get("/institutions/heron-lake-health/").content.decode()

    assert ada.name in page
    assert "half-of-it" not in page


@pytest.mark.parametrize(
    "query",
    [
        "page=abc", "page=-1", "page=99999999999999999999999", "year=99999999999999999999999",
        "year=20x", "scope=%27", "scope[]=x", "institution=..%2F", "kind=%F0%9F%98%80",
        f"q={'a' * 5000}", f"person={'a' * 5000}", "q=%E2%80%AE%5C%25_",
        "person=%5C%25_", "q=" + "a+" * 100,
    ],
)  # fmt: skip
def test_queries_that_nobody_types_break_nothing(query, roles, client_of):
    shown(roles.a)
    client = client_of(roles.coord)

    for address in ("/people/", "/record/", "/people/letters/log/", "/people/1/",
                    "/institutions/heron-lake-health/record/",
                    "/institutions/heron-lake-health/people/",
                    "/institutions/heron-lake-health/people/former/"):  # fmt: skip
        assert client.get(f"{address}?{query}").status_code in {200, 404}
    for address in ("/people/0/", "/people/99999999999999999999/", "/people/-1/", "/people/x/"):
        assert client.get(address).status_code == 404
