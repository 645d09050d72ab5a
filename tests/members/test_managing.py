"""Roles, removal, leaving: and an institution never loses its last steward."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection

from members import actions
from members.enums import Role
from members.models import Membership
from tests.factories import InstitutionFactory, MembershipFactory

pytestmark = pytest.mark.django_db
A = "/institutions/heron-lake-health"


def at(user, institution):
    return Membership.objects.of(institution).get(user=user)


def test_a_steward_makes_a_steward_who_is_told(roles, client_of, commit):
    theirs = at(roles.memberA, roles.a)

    with commit():
        answer = client_of(roles.stewardA).post(
            f"{A}/people/{theirs.pk}/role/", {"role": "steward"}
        )

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.role) == (302, Role.STEWARD)
    assert [m.to for m in mail.outbox] == [[roles.memberA.email]]


@pytest.mark.parametrize("who", ["memberA", "stewardA", "coord", "siteadmin"])
def test_nobody_sets_the_own_role(who, roles, client_of):
    person = getattr(roles, who)
    own, _ = Membership.objects.get_or_create(
        user=person,
        institution=roles.a,
        defaults={"state": "active", "joined_at": "2026-01-01T00:00Z"},
    )
    before = own.role
    other = "contributor" if before == "steward" else "steward"

    refused = client_of(person).post(f"{A}/people/{own.pk}/role/", {"role": other})

    own.refresh_from_db()
    assert (refused.status_code, own.role) == (403, before)


def test_no_form_of_the_account_raises_anybody(roles, client_of):
    """[AC1, IN10] What a form does not ask is not written."""
    forged = {
        "name": "Member A", "role": "steward", "is_coordinator": "on", "is_superuser": "on",
        "is_editor": "on", "is_staff": "on", "is_active": "", "email": "x@example.org",
        "institution": roles.b.pk, "memberships": "1", "email_verified": "on",
    }  # fmt: skip

    client_of(roles.memberA).post("/account/", forged)

    user = type(roles.memberA).objects.get(pk=roles.memberA.pk)
    assert user.name == "Member A"
    assert (user.is_coordinator, user.is_superuser, user.is_editor) == (False, False, False)
    assert (user.is_active, user.email) == (True, "membera@people.example.org")
    assert user.roles() == {roles.a.pk: "contributor"}


def test_a_removed_person_loses_access_at_once(roles, client_of, commit):
    theirs = at(roles.memberA, roles.a)
    client = client_of(roles.memberA)
    assert client.get(f"{A}/people/").status_code == 200

    with commit():
        client_of(roles.stewardA).post(f"{A}/people/{theirs.pk}/remove/", {"reason": "Moved on."})

    theirs.refresh_from_db()
    assert (theirs.state, theirs.reason) == ("ended", "Moved on.")
    assert client.get(f"{A}/people/").status_code == 403
    assert "Moved on." in mail.outbox[0].body


@pytest.mark.parametrize("who", ["stewardB", "coord", "siteadmin"])
def test_the_last_steward_stays(who, roles, client_of):
    """By leaving, removal or demotion; even where the consortium does it."""
    theirs = at(roles.stewardA, roles.a)
    if who == "stewardB":
        MembershipFactory(user=roles.stewardB, institution=roles.a, role=Role.STEWARD)
        theirs_too = at(roles.stewardB, roles.a)
        actions.leave(membership=theirs_too, by=roles.stewardB, now=theirs.joined_at)
        answers = [client_of(roles.stewardA).post(f"{A}/leave/")]
    else:
        client = client_of(getattr(roles, who))
        answers = [
            client.post(f"{A}/people/{theirs.pk}/remove/"),
            client.post(f"{A}/people/{theirs.pk}/role/", {"role": "contributor"}),
        ]

    theirs.refresh_from_db()
    assert {answer.status_code for answer in answers} == {409}
    assert all("would be left without a steward" in a.content.decode() for a in answers)
    assert (theirs.state, theirs.role) == ("active", "steward")


def test_with_a_second_steward_the_first_may_leave(roles, client_of):
    MembershipFactory(institution=roles.a, role=Role.STEWARD)

    answer = client_of(roles.stewardA).post(f"{A}/leave/")

    assert (answer.status_code, at(roles.stewardA, roles.a).state) == (302, "ended")


def test_a_steward_whose_account_is_closed_does_not_count(roles, now):
    closed = MembershipFactory(institution=roles.a, role=Role.STEWARD, user__is_active=False)

    with pytest.raises(actions.LastSteward):
        actions.leave(membership=at(roles.stewardA, roles.a), by=roles.stewardA, now=now)
    closed.user.is_active = True
    closed.user.save()
    actions.leave(membership=at(roles.stewardA, roles.a), by=roles.stewardA, now=now)


def test_leaving_names_an_institution_and_never_another_person(roles, client_of):
    answer = client_of(roles.memberA).post(f"{A}/leave/", {"user": roles.authorA.pk})

    assert answer.status_code == 302
    assert at(roles.memberA, roles.a).state == "ended"
    assert at(roles.authorA, roles.a).state == "active"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["leave", "remove", "demote"])
def test_two_stewards_at_once_cannot_both_go(way, now):
    institution = InstitutionFactory()
    first, second = (
        MembershipFactory(institution=institution, role=Role.STEWARD) for _ in range(2)
    )
    start, outcomes = threading.Barrier(2), []

    def go(mine, other):
        try:
            start.wait(timeout=10)
            if way == "leave":
                actions.leave(membership=mine, by=mine.user, now=now)
            elif way == "remove":
                actions.remove(membership=other, by=mine.user, reason="", now=now)
            else:
                actions.set_role(membership=other, role="contributor", by=mine.user, now=now)
            outcomes.append("gone")
        except actions.LastSteward:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=go, args=pair) for pair in ((first, second), (second, first))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["gone", "refused"]
    assert Membership.objects.of(institution).stewards().count() == 1
