"""The record: who may read it, and that its sentences say what happened."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from wagtail.models import ModelLogEntry

from members import actions, audit, record
from members.models import Invitation, Membership
from tests.factories import EmailDomainFactory, InstitutionFactory, MembershipFactory, UserFactory
from tests.roles_plugin import COLUMNS as PEOPLE

pytestmark = pytest.mark.django_db
A = "/institutions/heron-lake-health/record/"


def sentences(answer):
    soup = BeautifulSoup(answer.content, "html.parser")
    return [line.get_text() for line in soup.select("main .entry .entry__name")]


def at(user, institution):
    return Membership.objects.of(institution).get(user=user)


@pytest.fixture
def invited(roles, now):
    return actions.invite(
        institution=roles.a, email="secret-address@mail.example.org", role="steward",
        by=roles.stewardA, now=now,
    )  # fmt: skip


def test_the_record_is_for_stewards_and_coordinators(roles, client_of, invited):
    """[RC1, RC2]"""
    found = {A: "", "/record/": ""}
    for name in PEOPLE:
        for address in found:
            answer = client_of(getattr(roles, name)).get(address)
            found[address] += {200: "R", 302: "L", 403: "F"}[answer.status_code]
            shows = "secret-address" in answer.content.decode()
            assert shows is (answer.status_code == 200), (name, address)

    assert found == {A: "LFFFFFRRFLR", "/record/": "LFFFFFFRFLR"}
    assert client_of(roles.stewardB).get("/institutions/unknown/record/").status_code == 404


def test_a_steward_of_two_reads_each_alone(roles, client_of, invited, now):
    MembershipFactory(user=roles.stewardB, institution=roles.a, role="steward")
    actions.leave(membership=at(roles.memberB, roles.b), by=roles.memberB, now=now)
    client = client_of(roles.stewardB)

    assert sentences(client.get(A)) == [
        "Stewarda invited secret-address@mail.example.org as a steward"
    ]
    assert sentences(client.get("/institutions/bluestem-clinics/record/")) == ["Memberb left"]
    # The question itself is bounded too, not the page alone.
    assert {e.object_id for e in record.visible_to(roles.stewardA)} == {str(roles.a.pk)}
    assert not record.visible_to(roles.memberA).exists()


def test_each_change_reads_as_a_sentence(roles, client_of, now, invited):
    ana, bea = UserFactory(name="Ana Oss"), UserFactory(name="Bea Pihl")
    steward = {"by": roles.stewardA, "now": now}
    asked = actions.ask_to_join(institution=roles.a, by=ana, note="", now=now)
    actions.approve(membership=asked, **steward)
    actions.set_role(membership=asked, role="steward", **steward)
    refused = actions.ask_to_join(institution=roles.a, by=bea, note="", now=now)
    actions.decline(membership=refused, reason="Not known", **steward)
    actions.resend_invitation(invitation=invited, **steward)
    actions.revoke_invitation(invitation=invited, **steward)
    domain = actions.add_domain(
        institution=roles.a, domain="heron.example.org", joining="automatic",
        proof="word", word="Their IT desk said so", by=roles.coord, now=now,
    )  # fmt: skip
    cy = UserFactory(name="Cy Quist", email="cy@heron.example.org")
    actions.join_by_domain(user=cy, now=now)
    actions.remove_domain(domain=domain, by=roles.coord, now=now)
    actions.remove(membership=at(cy, roles.a), reason="Moved away", **steward)
    actions.leave(membership=at(ana, roles.a), by=ana, now=now)
    roles.coord.name = "Dee Roe"
    roles.coord.save()

    page = client_of(roles.stewardA).get(A)

    assert sentences(page) == [
        "Ana Oss left",
        "Stewarda removed Cy Quist",
        "Dee Roe removed the mail domain heron.example.org",
        "Cy Quist joined by the mail domain heron.example.org",
        "Dee Roe added the mail domain heron.example.org",
        "Stewarda revoked the invitation to secret-address@mail.example.org",
        "Stewarda sent the invitation to secret-address@mail.example.org again",
        "Stewarda declined the request of Bea Pihl",
        "Bea Pihl asked to join",
        "Stewarda made Ana Oss a steward, who was a contributor",
        "Stewarda let Ana Oss in",
        "Ana Oss asked to join",
        "Stewarda invited secret-address@mail.example.org as a steward",
    ]
    for reason in ("“Moved away”", "“Their IT desk said so”"):
        assert reason in page.content.decode()


def test_a_mail_domain_with_approval_reads_as_a_request(roles, client_of, now):
    actions.add_domain(
        institution=roles.a, domain="heron.example.org", joining="approval",
        proof="word", word="Word", by=roles.coord, now=now,
    )  # fmt: skip
    actions.join_by_domain(user=UserFactory(name="Cy", email="cy@heron.example.org"), now=now)

    lines = sentences(client_of(roles.stewardA).get(A))

    assert lines[0] == "Cy asked to join by the mail domain heron.example.org"


def test_whoever_deleted_the_account_is_a_former_member(roles, client_of, invited, now):
    cy = MembershipFactory(institution=roles.a, user__name="Cy Quist")
    actions.remove(membership=cy, reason="", by=roles.stewardA, now=now)
    actions.ask_to_join(institution=roles.a, by=cy.user, note="", now=now)
    Membership.objects.filter(user=cy.user).delete()
    cy.user.delete()
    Invitation.objects.all().delete()

    page = client_of(roles.stewardA).get(A)

    assert sentences(page) == [
        "A former member asked to join",
        "Stewarda removed a former member",
        "Stewarda invited somebody as a steward",
    ]
    assert "Cy Quist" not in page.content.decode()
    assert "secret-address" not in page.content.decode()


def test_a_change_without_a_sentence_still_says_what_it_was(roles, client_of, monkeypatch):
    monkeypatch.delitem(record.SENTENCES, "members.domain_removed")
    audit.record(roles.a, "members.domain_removed", by=roles.stewardA, new=1)

    assert sentences(client_of(roles.stewardA).get(A)) == ["Stewarda: mail domain removed"]


def test_lines_about_a_person_are_read_where_the_person_belongs(roles, client_of):
    """Such as a change of how somebody signs in."""
    audit.record(roles.memberA, "members.approved", by=roles.coord)
    audit.record(roles.memberB, "members.removed", by=roles.stewardB)
    audit.record(roles.exA, "members.left", by=roles.exA)
    roles.coord.name = "Dee Roe"
    roles.coord.save()

    assert sentences(client_of(roles.stewardA).get(A)) == ["Dee Roe let Membera in"]
    assert sentences(client_of(roles.coord).get("/record/")) == [
        "Exa left", "Stewardb removed Memberb", "Dee Roe let Membera in",
    ]  # fmt: skip
    assert sentences(client_of(roles.coord).get("/record/?person=memberB")) == [
        "Stewardb removed Memberb"
    ]


def test_a_line_about_something_else_says_its_name_to_coordinators(roles, client_of):
    domain = EmailDomainFactory(domain="elsewhere.example.org")
    audit.record(domain, "members.domain_removed", by=roles.stewardA, domain=domain.domain)

    page = client_of(roles.coord).get("/record/").content.decode()

    assert "elsewhere.example.org · <time" in page.replace("\n", "")
    assert sentences(client_of(roles.stewardA).get(A)) == []


def test_times_are_local_and_say_their_zone(roles, client_of, invited):
    ModelLogEntry.objects.update(timestamp=dt.datetime(2026, 1, 2, 5, 30, tzinfo=dt.UTC))

    page = client_of(roles.stewardA).get(A).content.decode()

    assert "January 1, 2026, 11:30 p.m. CST" in page
    assert 'datetime="2026-01-01T23:30:00-06:00"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=members.left", ["Memberb left"]),
        ("person=memberB", ["Memberb left"]),
        ("person=stewarda", ["Stewarda removed Membera", "Stewarda invited"]),
        ("person=MEMBERA", ["Stewarda removed Membera"]),
        ("person=secret-addr", ["Stewarda invited"]),
        ("person=stewarda&kind=members.removed", ["Stewarda removed Membera"]),
        ("person=nobody", []),
        ("person=%25", []),
        ("kind=forged&person=memberB", ["Memberb left"]),
    ],
)
def test_the_record_narrows(query, expected, roles, client_of, invited, now):
    actions.remove(membership=at(roles.memberA, roles.a), by=roles.stewardA, reason="", now=now)
    actions.leave(membership=at(roles.memberB, roles.b), by=roles.memberB, now=now)

    page = client_of(roles.coord).get(f"/record/?{query}")

    found = sentences(page)
    assert [line.split(" secret")[0] for line in found] == expected
    assert f"{len(expected)} change" in page.content.decode()
    if "forged" in query:
        assert "Choose from this list." in page.content.decode()


def test_the_record_has_pages(roles, client_of):
    for _ in range(51):
        audit.record(roles.a, "members.left", by=roles.memberA)

    first, second = (
        client_of(roles.stewardA).get(f"{A}?kind=members.left&page={n}") for n in (1, 2)
    )

    assert (len(sentences(first)), len(sentences(second))) == (50, 1)
    assert "51 changes" in second.content.decode()
    assert 'href="?kind=members.left&amp;page=2"' in first.content.decode()


@pytest.mark.parametrize(
    ("who", "address", "expected"), [("stewardA", A, 8), ("coord", "/record/", 8)]
)
def test_the_record_asks_the_same_for_one_and_three(
    who, address, expected, roles, client_of, django_assert_num_queries, now
):
    client = client_of(getattr(roles, who))

    def add(institution):
        other = MembershipFactory(institution=institution)
        actions.remove(membership=other, reason="", by=roles.coord, now=now)
        actions.invite(
            institution=institution, email=UserFactory.build().email, role="contributor",
            by=UserFactory(), now=now,
        )  # fmt: skip

    add(roles.a)
    with django_assert_num_queries(expected):
        assert client.get(address).status_code == 200
    add(roles.a)
    add(InstitutionFactory())
    with django_assert_num_queries(expected):
        client.get(f"{address}?person=person")
