"""Fifty at the same moment: real requests in real threads, each with a connection of its own."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from members import actions
from members.models import Institution, Invitation, Membership
from members.tokens import hash_token, make_token
from tests.at_once import at_once
from tests.factories import EmailDomainFactory, InstitutionProposalFactory, UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 50
HOUSE = "/institutions/heron-lake-health"


def statuses(steps):
    """How many answers of each kind; what was raised is shown."""
    answers = at_once(*steps)
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return Counter(answer.status_code for answer in answers)


def posting(client_or_user, path, form=None):
    client = client_or_user
    if not isinstance(client, Client):
        client = sign_in(Client(), client_or_user)
    return lambda: client.post(path, form or {})


def logged(action):
    return ModelLogEntry.objects.filter(action=action).count()


def invitation_for(roles, email, token, role="contributor"):
    now = timezone.now()
    return Invitation.objects.create(
        institution=roles.a, email=email, role=role, token_hash=hash_token(token),
        invited_by=roles.stewardA, invited_at=now, expires_at=now + actions.GOOD_FOR,
    )  # fmt: skip


def test_one_of_fifty_acceptances_wins(roles):
    """By one person in fifty browsers: the others are told that the link is used."""
    pat, token = UserFactory(email="pat@people.example.org"), make_token()
    invitation = invitation_for(roles, pat.email, token, role="steward")
    path = f"/invitations/{token}/"

    found = statuses([posting(pat, path) for _ in range(MANY)])

    assert found == {302: 1, 404: MANY - 1}
    assert [(m.role, m.state) for m in pat.memberships.all()] == [("steward", "active")]
    invitation.refresh_from_db()
    assert invitation.accepted_by == pat
    assert logged("members.invitation_accepted") == 1
    told = sign_in(Client(), pat).post(path).content.decode()
    assert "There is no such page" in told


def test_of_many_invited_persons_each_gets_the_own_role_only(roles):
    """Two links to two people, each tried by both at once."""
    people = [UserFactory(email=f"p{number}@people.example.org") for number in range(2)]
    tokens = [make_token() for _ in people]
    for person, token in zip(people, tokens, strict=True):
        invitation_for(roles, person.email, token)

    steps = [
        posting(person, f"/invitations/{token}/")
        for person in people
        for token in tokens
        for _ in range(MANY // 4)
    ]
    found = statuses(steps)

    assert found[302] == 2
    assert set(found) <= {302, 403, 404}
    assert [person.memberships.count() for person in people] == [1, 1]
    assert logged("members.invitation_accepted") == 2


def test_fifty_requests_of_one_person_are_one(roles):
    found = statuses(
        [posting(roles.nomember, f"{HOUSE}/ask/", {"note": "Me"}) for _ in range(MANY)]
    )

    assert found[302] == 1
    assert set(found) <= {302, 403, 409}
    assert roles.nomember.memberships.count() == 1
    assert logged("members.asked") == 1
    assert [letter.to for letter in mail.outbox] == [[roles.stewardA.email]]


def test_fifty_joins_by_domain_are_one(roles):
    pat = UserFactory(email="pat@heron.example.org")
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")

    def join():
        return actions.join_by_domain(user=pat, now=timezone.now())

    joined = at_once(*[join] * MANY)

    assert [one for one in joined if isinstance(one, Exception)] == []
    assert len([one for one in joined if one]) == 1
    assert pat.memberships.count() == 1
    assert logged("members.joined_by_domain") == 1


def test_fifty_answers_to_one_request_are_one(roles):
    asked = actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=timezone.now())
    mail.outbox.clear()
    path = f"{HOUSE}/people/{asked.pk}"
    steps = [posting(roles.stewardA, f"{path}/approve/") for _ in range(MANY // 2)]
    steps += [posting(roles.coord, f"{path}/decline/", {"reason": "No"}) for _ in range(MANY // 2)]

    found = statuses(steps)

    assert found[302] == 1
    assert found[302] + found[409] == MANY
    assert logged("members.approved") + logged("members.declined") == 1
    assert len(mail.outbox) == 1


def test_a_steward_stays_when_all_leave_at_once(roles):
    from tests.factories import MembershipFactory

    stewards = [roles.stewardA]
    for _ in range(9):
        steward = UserFactory()
        MembershipFactory(user=steward, institution=roles.a, role="steward")
        stewards.append(steward)
    steps = [posting(steward, f"{HOUSE}/leave/") for steward in stewards for _ in range(3)]
    others = {steward: steward.memberships.get() for steward in stewards}
    steps += [  # each removes the next one, and takes the role of the one after
        posting(stewards[n - 1], f"{HOUSE}/people/{others[stewards[n]].pk}/{door}/", form)
        for n in range(10)
        for door, form in (("remove", {"reason": "x"}), ("role", {"role": "contributor"}))
    ]

    at_once(*steps)

    left = Membership.objects.filter(institution=roles.a, role="steward", state="active")
    assert left.count() == 1


def test_one_of_fifty_admissions_makes_the_institution(roles):
    proposal = InstitutionProposalFactory(email="ingrid@tern.example.org")
    form = {
        "name": "Tern Island Health", "slug": "tern-island-health", "kind": "hospital",
        "city": "Baudette", "counties": "Roseau", "steward_email": proposal.email,
    }  # fmt: skip
    path = f"/desk/proposals/{proposal.pk}/admit/"

    found = statuses([posting(roles.coord, path, form) for _ in range(20)])

    assert found[302] == 1
    assert set(found) == {302, 409}
    assert Institution.objects.filter(slug="tern-island-health").count() == 1
    assert Invitation.objects.filter(institution__slug="tern-island-health").count() == 1


def test_a_confirmed_proposal_is_confirmed_once(roles):
    token = make_token()
    InstitutionProposalFactory(state="unconfirmed", token_hash=hash_token(token))

    found = statuses([posting(Client(), f"/institutions/propose/{token}/") for _ in range(20)])

    assert found == {302: 1, 404: 19}
    told = [letter.to for letter in mail.outbox]
    assert told.count([roles.coord.email]) == 1
    assert len(told) == len(set(map(tuple, told)))
