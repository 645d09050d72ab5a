"""The people of docs/authorization.csv, by its column names.

Institution A is the one whose things are tried; B is another one. `roles` gives them all at once;
`client_of` signs one of them in.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from members.enums import MembershipState, Role
from tests.sign_in import sign_in

COLUMNS = (
    "anon", "nomember", "memberB", "stewardB", "memberA", "authorA", "stewardA",
    "coord", "exA", "inactive", "siteadmin",
)  # fmt: skip


@pytest.fixture
def roles(db):
    """People in every role around institutions `a` and `b`."""
    return make_roles()


def make_roles() -> SimpleNamespace:
    """The same for tests that build them once and try many things."""
    from tests.factories import InstitutionFactory, MembershipFactory, UserFactory

    a = InstitutionFactory(name="Heron Lake Health", slug="heron-lake-health")
    b = InstitutionFactory(name="Bluestem Clinics", slug="bluestem-clinics")

    def belongs(email, institution, role=Role.CONTRIBUTOR, **more):
        user = UserFactory(email=f"{email}@people.example.org", name=email.capitalize())
        MembershipFactory(user=user, institution=institution, role=role, **more)
        return user

    inactive = belongs("inactive", a)
    inactive.is_active = False
    inactive.save()
    return SimpleNamespace(
        a=a,
        b=b,
        anon=None,
        nomember=UserFactory(email="nomember@people.example.org"),
        memberB=belongs("memberb", b),
        stewardB=belongs("stewardb", b, Role.STEWARD),
        memberA=belongs("membera", a),
        authorA=belongs("authora", a),
        stewardA=belongs("stewarda", a, Role.STEWARD),
        coord=UserFactory(email="coord@people.example.org", is_coordinator=True),
        exA=belongs("exa", a, state=MembershipState.ENDED, ended_at=timezone.now()),
        inactive=inactive,
        siteadmin=UserFactory(email="siteadmin@people.example.org", is_superuser=True),
    )


@pytest.fixture
def client_of():
    """`client_of(user)`: a browser in which this person is signed in; None is nobody."""

    def make(user):
        client = Client()
        if user is not None:
            sign_in(client, user)
        return client

    return make
