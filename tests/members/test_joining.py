"""Joining by domain, asking, and the stewards' answers."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from members import actions
from members.enums import Joining, MembershipState, Role
from members.models import Membership
from members.signals import membership_changed
from tests.factories import (
    EmailDomainFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def states(user):
    return list(user.memberships.order_by("pk").values_list("institution__name", "state", "role"))


def logged(institution):
    return list(
        ModelLogEntry.objects.filter(object_id=str(institution.pk))
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_automatic_domain_makes_a_contributor(now, commit):
    domain = EmailDomainFactory(domain="heron.example.org")
    user = UserFactory(email="pat@heron.example.org")
    heard = []

    def hear(sender, user, institution, **kwargs):
        heard.append((user, institution))

    membership_changed.connect(hear)
    try:
        with commit():
            actions.join_by_domain(user=user, now=now)
    finally:
        membership_changed.disconnect(hear)

    assert states(user) == [(domain.institution.name, "active", "contributor")]
    assert heard == [(user, domain.institution)]
    assert logged(domain.institution) == ["members.joined_by_domain"]


def test_domain_with_approval_leaves_a_request_and_tells_the_stewards(now, commit):
    domain = EmailDomainFactory(domain="heron.example.org", joining=Joining.APPROVAL)
    steward = MembershipFactory(institution=domain.institution, role=Role.STEWARD).user
    user = UserFactory(email="pat@heron.example.org", name="Pat Lund")

    with commit():
        actions.join_by_domain(user=user, now=now)

    assert states(user) == [(domain.institution.name, "requested", "contributor")]
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([steward.email], f"Pat Lund asks to join {domain.institution}")
    ]


@pytest.mark.parametrize(
    "address",
    [
        "pat@mail.heron.example.org",  # a name below it
        "pat@notheron.example.org",  # the same ending
        "pat@heron.example.org.evil.example.com",
        "pat@example.org",
        "heron.example.org@elsewhere.example.com",
    ],
)
def test_only_exactly_the_domain_counts(address, now):
    EmailDomainFactory(domain="heron.example.org")
    near, exact = UserFactory(email=address), UserFactory(email="pat@heron.example.org")

    actions.join_by_domain(user=near, now=now)
    actions.join_by_domain(user=exact, now=now)

    assert (near.memberships.count(), exact.memberships.count()) == (0, 1)


def test_letters_of_other_alphabets_prove_nothing(now):
    EmailDomainFactory(domain="kelp.example.org")
    folded = UserFactory(email="pat@elsewhere.example.org")
    # U+212A, the Kelvin sign, becomes an ASCII k in lower case.
    folded.emailaddress_set.update(email="pat@\u212aelp.example.org")
    plain = UserFactory(email="pat@kelp.example.org")

    actions.join_by_domain(user=folded, now=now)
    actions.join_by_domain(user=plain, now=now)

    assert (folded.memberships.count(), plain.memberships.count()) == (0, 1)


def test_an_unverified_address_opens_nothing(now):
    EmailDomainFactory(domain="heron.example.org")
    user = UserFactory(email="pat@heron.example.org", verified=False)
    user.emailaddress_set.create(email=user.email, verified=False, primary=True)

    actions.join_by_domain(user=user, now=now)
    assert states(user) == []

    user.emailaddress_set.update(verified=True)
    actions.join_by_domain(user=user, now=now)
    assert len(states(user)) == 1


def test_unproved_domains_and_closed_institutions_let_nobody_in(now):
    EmailDomainFactory(domain="unproved.example.org", proved_at=None)
    EmailDomainFactory(domain="closed.example.org", institution=InstitutionFactory(state="closed"))
    EmailDomainFactory(domain="open.example.org")
    users = [
        UserFactory(email=f"pat@{name}.example.org") for name in ("unproved", "closed", "open")
    ]

    for user in users:
        actions.join_by_domain(user=user, now=now)

    assert [user.memberships.count() for user in users] == [0, 0, 1]


@pytest.mark.parametrize("state", [MembershipState.ENDED, MembershipState.DECLINED])
def test_whoever_left_or_was_declined_does_not_come_back_by_domain(state, now):
    domain = EmailDomainFactory(domain="heron.example.org")
    user = UserFactory(email="pat@heron.example.org")
    MembershipFactory(user=user, institution=domain.institution, state=state, ended_at=now)

    actions.join_by_domain(user=user, now=now)

    assert states(user) == [(domain.institution.name, state, "contributor")]


def test_joining_twice_makes_one_membership(now):
    domain = EmailDomainFactory(domain="heron.example.org")
    user = UserFactory(email="pat@heron.example.org")

    actions.join_by_domain(user=user, now=now)
    actions.join_by_domain(user=user, now=now)

    assert Membership.objects.of(domain.institution).count() == 1


def test_a_stewards_invitation_goes_before_the_domain(roles, now):
    EmailDomainFactory(domain="heron.example.org", institution=roles.a)
    actions.invite(
        institution=roles.a, email="pat@heron.example.org", role="steward", by=roles.coord, now=now
    )
    user = UserFactory(email="pat@heron.example.org")

    actions.join_by_domain(user=user, now=now)

    assert states(user) == []


def test_one_open_request_per_person_and_institution(roles, now):
    actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)

    with pytest.raises(actions.CannotAsk) as refused:
        actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    assert refused.value.sentence.startswith("You have asked Heron Lake Health already.")

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=roles.nomember, institution=roles.a)
    Membership.objects.create(user=roles.nomember, institution=roles.b)


def test_asking_page_says_when_one_has_asked_already(roles, client_of):
    client = client_of(roles.nomember)

    first = client.post("/institutions/heron-lake-health/ask/", {"note": "I run the night clinic."})
    second = client.post("/institutions/heron-lake-health/ask/", {"note": "And again."})

    assert (first.status_code, first["Location"]) == (302, "/welcome/")
    assert second.status_code == 409
    assert "You have asked Heron Lake Health already." in second.content.decode()
    assert [m.note for m in roles.nomember.memberships.all()] == ["I run the night clinic."]


def test_without_a_steward_the_coordinators_are_told(roles, now, commit):
    alone = InstitutionFactory(name="Prairie Plan")

    with commit():
        actions.ask_to_join(institution=alone, by=roles.nomember, note="Hello", now=now)

    assert [m.to for m in mail.outbox] == [[roles.coord.email]]


def test_approve_lets_in_and_tells_the_asker(roles, client_of, now, commit):
    asked = actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    mail.outbox.clear()

    with commit():
        answer = client_of(roles.stewardA).post(
            f"/institutions/heron-lake-health/people/{asked.pk}/approve/"
        )

    asked.refresh_from_db()
    assert (answer.status_code, asked.state, asked.decided_by) == (302, "active", roles.stewardA)
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([roles.nomember.email], "You are now a contributor of Heron Lake Health")
    ]
    assert logged(roles.a) == ["members.asked", "members.approved"]


def test_decline_needs_a_reason_which_the_asker_reads(roles, client_of, now, commit):
    asked = actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    mail.outbox.clear()
    client = client_of(roles.stewardA)
    address = f"/institutions/heron-lake-health/people/{asked.pk}/decline/"

    without = client.post(address, {"reason": " "})
    asked.refresh_from_db()
    assert (without.status_code, asked.state) == (400, "requested")
    assert "Say why, in a sentence." in without.content.decode()

    with commit():
        client.post(address, {"reason": "We do not know you."})
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("declined", "We do not know you.")
    assert "We do not know you." in mail.outbox[0].body
    welcome = client_of(roles.nomember).get("/welcome/").content.decode()
    assert "We do not know you." in welcome


def test_an_answered_request_is_not_answered_again(roles, client_of, now):
    asked = actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    actions.decline(membership=asked, by=roles.stewardA, reason="No.", now=now)

    late = client_of(roles.stewardA).post(
        f"/institutions/heron-lake-health/people/{asked.pk}/approve/"
    )

    asked.refresh_from_db()
    assert (late.status_code, asked.state) == (409, "declined")
    assert "This request has been answered already." in late.content.decode()


def test_nobody_answers_the_own_request(roles, now):
    asked = Membership.objects.create(user=roles.coord, institution=roles.a)

    with pytest.raises(actions.NotAllowed):
        actions.approve(membership=asked, by=roles.coord, now=now)
    actions.approve(membership=asked, by=roles.stewardA, now=now)


def test_declined_people_may_ask_again(roles, now):
    asked = actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    actions.decline(membership=asked, by=roles.stewardA, reason="Who are you?", now=now)

    actions.ask_to_join(institution=roles.a, by=roles.nomember, note="I am Pat.", now=now)

    assert [state for _, state, _ in states(roles.nomember)] == ["declined", "requested"]
