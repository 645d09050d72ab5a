"""Coordinators look after all institutions: who has no steward, what is closed."""

from __future__ import annotations

import pytest
from wagtail.models import ModelLogEntry

from members import actions
from members.enums import Role
from members.models import Institution
from tests.factories import (
    EmailDomainFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
    published_practice,
)

pytestmark = pytest.mark.django_db
CLOSE = "/desk/institutions/heron-lake-health/close/"
REOPEN = "/desk/institutions/heron-lake-health/reopen/"


@pytest.fixture
def listed(roles, client_of):
    return lambda show="": (
        client_of(roles.coord).get("/desk/institutions/", {"show": show}).content.decode()
    )


def test_the_list_counts_active_stewards_and_can_be_filtered(roles, listed):
    alone = InstitutionFactory(name="Alone House", slug="alone-house")
    MembershipFactory(institution=alone)  # a contributor is no steward
    left = InstitutionFactory(name="Left House")
    MembershipFactory(institution=left, role=Role.STEWARD, user__is_active=False)
    InstitutionFactory(name="Closed House", state="closed")
    MembershipFactory(institution=roles.a, role=Role.STEWARD)
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    EmailDomainFactory(institution=roles.a, domain="lab.heron.example.org", proved_at=None)

    everything, without, closed = listed(), listed("without-steward"), listed("closed")

    names = ["Heron Lake Health", "Bluestem Clinics", "Alone House", "Left House", "Closed House"]
    assert [name in everything for name in names] == [True] * 5
    assert [name in without for name in names] == [False, False, True, True, False]
    assert [name in closed for name in names] == [False, False, False, False, True]
    assert "2 active stewards" in everything
    assert "heron.example.org, lab.heron.example.org (does not count yet)" in everything
    assert everything.count("No active steward</span>") == 2
    assert 'href="/institutions/alone-house/invite/"' in without
    assert listed("nonsense").count('class="entry entry--split"') == 5


def test_closing_takes_rights_at_the_next_request_and_reopening_gives_them_back(
    roles, client_of, now
):
    practice = published_practice(institution=roles.a, author=roles.authorA)
    domain = EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    steward, coordinator = client_of(roles.stewardA), client_of(roles.coord)
    assert steward.get("/institutions/heron-lake-health/people/").status_code == 200

    silent = coordinator.post(CLOSE, {"reason": " "})
    roles.a.refresh_from_db()
    assert (silent.status_code, roles.a.state) == (400, "active")
    asked = coordinator.get(CLOSE)
    roles.a.refresh_from_db()
    assert (asked.status_code, roles.a.state) == (200, "active")

    coordinator.post(CLOSE, {"reason": "Merged with another."})
    roles.a.refresh_from_db()
    assert roles.a.state == "closed"
    assert steward.get("/institutions/heron-lake-health/people/").status_code == 404
    assert steward.get(f"/practices/{practice.slug}/edit/").status_code == 403
    assert "Heron Lake Health" not in steward.get("/institutions/").content.decode()
    assert steward.get(f"/practices/{practice.slug}/").status_code == 200
    pat = UserFactory(email="pat@heron.example.org")
    actions.join_by_domain(user=pat, now=now)
    assert not pat.memberships.exists()

    coordinator.post(REOPEN)
    assert steward.get("/institutions/heron-lake-health/people/").status_code == 200
    actions.join_by_domain(user=pat, now=now)
    assert pat.memberships.get().institution == domain.institution
    entries = ModelLogEntry.objects.filter(
        object_id=str(roles.a.pk), action__contains="institution"
    )
    assert [(e.action, e.user_id, e.data.get("reason")) for e in entries.order_by("pk")] == [
        ("members.institution_closed", roles.coord.pk, "Merged with another."),
        ("members.institution_reopened", roles.coord.pk, None),
    ]


def test_what_is_closed_is_not_closed_again(roles, client_of):
    coordinator = client_of(roles.coord)
    coordinator.post(CLOSE, {"reason": "Merged."})

    again = coordinator.post(CLOSE, {"reason": "Merged."})
    assert again.status_code == 409
    assert "Heron Lake Health is closed already." in again.content.decode()

    coordinator.post(REOPEN)
    late = coordinator.post(REOPEN, follow=True)
    assert "Heron Lake Health is active already." in late.content.decode()
    assert Institution.objects.get(pk=roles.a.pk).is_active
    assert ModelLogEntry.objects.filter(action__startswith="members.institution_").count() == 2
