"""Who sees which page about people, and with how many queries."""

from __future__ import annotations

import csv
import io

import pytest

from members import actions, queries
from members.models import EmailDomain
from tests.factories import EmailDomainFactory, InstitutionFactory, MembershipFactory, UserFactory
from tests.roles_plugin import COLUMNS as PEOPLE

pytestmark = pytest.mark.django_db
A = "/institutions/heron-lake-health"
LETTERS = {200: "R", 302: "W", 403: "F", 404: "H", 409: "!", 400: "?"}


def letters(roles, client_of, act):
    """What each person of the matrix meets, in its order; L where sign-in comes first."""
    out = ""
    for name in PEOPLE:
        answer = act(client_of(getattr(roles, name)))
        to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
        out += "L" if to_sign_in else LETTERS[answer.status_code]
    return out


@pytest.mark.parametrize(
    ("row", "address", "expected"),
    [
        ("IN3", f"{A}/people/", "LFFFRRRRFLR"),
        ("IN5", f"{A}/people.csv", "LFFFFFRRFLR"),
        ("IN6", f"{A}/invite/", "LFFFFFRRFLR"),
        ("IN12", f"{A}/leave/", "LFFFRRRFFLF"),
        ("IN13", f"{A}/domains/", "LFFFFFFRFLR"),
        ("IN15", f"{A}/ask/", "LRRRFFFFRLF"),
        ("AC1", "/account/", "LRRRRRRRRLR"),
        ("AC1", "/welcome/", "LRRRRRRRRLR"),
        ("IN15", "/join/", "LRRRRRRRRLR"),
    ],
)
def test_reading_follows_the_matrix(row, address, expected, roles, client_of):
    assert letters(roles, client_of, lambda client: client.get(address)) == expected


def test_inviting_follows_the_matrix(roles, client_of):
    """[IN6]"""
    form = {"email": "new@elsewhere.example.org", "role": "contributor"}
    assert letters(roles, client_of, lambda c: c.post(f"{A}/invite/", form)) == "LFFFFFWWFLW"


def test_revoking_follows_the_matrix(roles, client_of, now):
    """[IN6]"""

    def act(client):
        row = actions.invite(
            institution=roles.a, email="x@elsewhere.example.org", role="contributor",
            by=roles.coord, now=now,
        )  # fmt: skip
        return client.post(f"{A}/invitations/{row.pk}/revoke/")

    assert letters(roles, client_of, act) == "LFFFFFWWFLW"


def test_setting_a_role_follows_the_matrix(roles, client_of):
    """[IN9]"""
    other = MembershipFactory(institution=roles.a)
    address = f"{A}/people/{other.pk}/role/"
    assert (
        letters(roles, client_of, lambda c: c.post(address, {"role": "steward"})) == "LFFFFFWWFLW"
    )


def test_removing_follows_the_matrix(roles, client_of):
    """[IN11]"""

    def act(client):
        other = MembershipFactory(institution=roles.a)
        return client.post(f"{A}/people/{other.pk}/remove/")

    assert letters(roles, client_of, act) == "LFFFFFWWFLW"


def test_approving_follows_the_matrix(roles, client_of):
    """[IN16]"""

    def act(client):
        other = MembershipFactory(institution=roles.a, state="requested")
        return client.post(f"{A}/people/{other.pk}/approve/")

    assert letters(roles, client_of, act) == "LFFFFFWWFLW"


def test_asking_follows_the_matrix(roles, client_of):
    """[IN15]"""
    assert letters(roles, client_of, lambda c: c.post(f"{A}/ask/", {})) == "LWWWFFFFWLF"


def test_adding_a_domain_follows_the_matrix(roles, client_of):
    """[IN13]"""

    def act(client):
        EmailDomain.objects.all().delete()
        form = {"domain": "heron.example.org", "joining": "approval", "proof": "dns"}
        return client.post(f"{A}/domains/", form)

    assert letters(roles, client_of, act) == "LFFFFFFWFLW"


def test_accepting_follows_the_matrix(roles, client_of, now, commit, token_in_mail):
    """[IN8] Each with the own address invited; members of the institution have no use for it."""
    got = ""
    for name in PEOPLE:
        person = getattr(roles, name)
        email = person.email if person else "nobody@elsewhere.example.org"
        if name in {"memberA", "authorA", "stewardA"}:
            email = f"second-{email}"
            person.emailaddress_set.create(email=email, verified=True)
            # Invited before the second address was theirs.
            person.emailaddress_set.filter(email=email).update(verified=False)
        with commit():
            actions.invite(
                institution=roles.a, email=email, role="contributor", by=roles.coord, now=now
            ) if name != "inactive" else actions.invite(
                institution=roles.a, email="i@elsewhere.example.org", role="contributor",
                by=roles.coord, now=now,
            )  # fmt: skip
        if person:
            person.emailaddress_set.update(verified=True)
        answer = client_of(person).post(f"/invitations/{token_in_mail()}/")
        to_sign_in = answer.status_code == 302 and "/login/" in answer["Location"]
        got += "L" if to_sign_in else LETTERS[answer.status_code]
    assert got == "LWWWFFFWWLW"


def test_members_see_names_and_stewards_also_addresses(roles, client_of):
    """[IN3, IN4]"""
    member = client_of(roles.memberA).get(f"{A}/people/").content.decode()
    steward = client_of(roles.stewardA).get(f"{A}/people/").content.decode()

    assert roles.authorA.name in member
    assert roles.authorA.email not in member
    assert roles.authorA.email in steward
    assert roles.memberB.name not in steward


def test_requests_and_invitations_show_to_those_in_charge_only(roles, client_of, now):
    actions.ask_to_join(institution=roles.a, by=roles.nomember, note="Of the night clinic", now=now)
    actions.invite(
        institution=roles.a, email="soon@elsewhere.example.org", role="contributor",
        by=roles.stewardA, now=now,
    )  # fmt: skip

    member = client_of(roles.memberA).get(f"{A}/people/").content.decode()
    steward = client_of(roles.stewardA).get(f"{A}/people/").content.decode()

    for secret in ("Of the night clinic", roles.nomember.name, "soon@elsewhere.example.org"):
        assert secret in steward
        assert secret not in member


def test_a_membership_of_another_institution_is_unknown_here(roles, client_of):
    theirs = roles.memberB.memberships.get()
    own = roles.memberA.memberships.get()
    client = client_of(roles.stewardA)

    answers = [
        client.get(f"{A}/people/{theirs.pk}/"),
        client.post(f"{A}/people/{theirs.pk}/remove/"),
        client.post(f"{A}/people/{theirs.pk}/role/", {"role": "steward"}),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert client.get(f"{A}/people/{own.pk}/").status_code == 200
    theirs.refresh_from_db()
    assert (theirs.state, theirs.role) == ("active", "contributor")


@pytest.mark.parametrize(("who", "expected"), [("memberA", 6), ("stewardA", 8), ("coord", 9)])
def test_the_people_page_asks_the_same_for_one_and_three(
    who, expected, roles, client_of, django_assert_num_queries, now
):
    client, address = client_of(getattr(roles, who)), f"{A}/people/"

    def add():
        MembershipFactory(institution=roles.a)
        MembershipFactory(institution=roles.a, state="requested")
        actions.invite(
            institution=roles.a, email=UserFactory.build().email, role="contributor",
            by=roles.stewardA, now=now,
        )  # fmt: skip

    add()
    with django_assert_num_queries(expected):
        client.get(address)
    add()
    add()
    with django_assert_num_queries(expected):
        client.get(address)


@pytest.mark.parametrize("address", ["/join/", "/welcome/"])
def test_the_joining_pages_ask_the_same_for_one_and_three(
    address, client_of, django_assert_num_queries, now
):
    user = UserFactory()
    client, expected = client_of(user), {"/join/": 4, "/welcome/": 6}[address]

    def add():
        InstitutionFactory()
        actions.ask_to_join(institution=InstitutionFactory(), by=user, note="", now=now)

    add()
    with django_assert_num_queries(expected):
        client.get(address)
    add()
    add()
    with django_assert_num_queries(expected):
        client.get(address)


def test_cells_that_a_spreadsheet_would_run_are_defused(roles, client_of):
    evil = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "Plain Name"]
    for name in evil:
        MembershipFactory(institution=roles.a, user=UserFactory(name=name))

    answer = client_of(roles.stewardA).get(f"{A}/people.csv")

    text = answer.content.decode("utf-8-sig")
    names = {row[0] for row in csv.reader(io.StringIO(text, newline=""))}
    assert {f"'{name}" for name in evil[:-1]} | {"Plain Name"} <= names
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_only_people_who_agreed_are_shown_to_the_public(roles, now):
    shown = MembershipFactory(
        institution=roles.a, user__is_shown=True, user__name="Ada Shown", user__dlp_year=2019
    )
    MembershipFactory(institution=roles.a, user__is_shown=False)
    MembershipFactory(institution=roles.a, user__is_shown=True, user__is_active=False)
    MembershipFactory(institution=roles.a, user__is_shown=True, state="requested")
    MembershipFactory(institution=roles.b, user__is_shown=True)

    assert list(queries.shown_people(roles.a)) == [shown]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("gmail.com", "Anybody can have an address at gmail.com"),
        ("Mail.Yahoo.com", "Anybody can have an address at mail.yahoo.com"),
        ("localhost", "Write the part after the @ alone"),
        ("pat@heron.example.org", "Write the part after the @ alone"),
        ("heron..example.org", "Write the part after the @ alone"),
        ("\u212aelp.example.org", "Write the part after the @ alone"),
        ("h\u00e9ron.example.org", "Write the part after the @ alone"),
        ("taken.example.org", "taken.example.org is entered for Bluestem Clinics already."),
    ],
)
def test_domains_that_prove_nothing_are_refused(typed, says, roles, client_of):
    EmailDomainFactory(domain="taken.example.org", institution=roles.b)
    client, form = (
        client_of(roles.coord),
        {"joining": "automatic", "proof": "word", "word": "By phone."},
    )

    refused = client.post(f"{A}/domains/", {**form, "domain": typed})
    taken = client.post(f"{A}/domains/", {**form, "domain": " Heron.Example.org "})

    assert refused.status_code == 409
    assert says in refused.content.decode()
    assert taken.status_code == 302
    added = EmailDomain.objects.get(institution=roles.a)
    assert (added.domain, added.word, added.proved_by) == (
        "heron.example.org", "By phone.", roles.coord,
    )  # fmt: skip
