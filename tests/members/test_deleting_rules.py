"""Who may end the own account and when, and who comes in again afterwards."""

from __future__ import annotations

import pytest
from django.utils import timezone

from members import actions
from members.enums import MembershipState, Role
from members.models import (
    EmailDomain,
    Invitation,
    Membership,
    TurnedAway,
    User,
)
from members.tokens import hash_token, make_token
from tests.at_once import at_once
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)
from tests.members.test_second_factor import mailed_code

pytestmark = pytest.mark.django_db

DELETE = "/account/delete/"


def form_of(user, name="former"):
    return {"name": name, "email": user.email}


def test_it_needs_a_fresh_proof_and_then_goes_on(roles, client_of):
    user = roles.memberA
    user.set_unusable_password()
    user.save()
    client = client_of(user)

    asked = client.post(DELETE, form_of(user))
    assert asked["Location"] == "/accounts/reauthenticate/code/?next=%2Faccount%2Fdelete%2F"
    assert User.objects.get(pk=user.pk).is_active
    client.post("/accounts/reauthenticate/code/", {"action": "send", "next": DELETE})
    done = client.post("/accounts/reauthenticate/code/", {"code": mailed_code(), "next": DELETE})

    assert done["Location"] == "/account/deleted/"
    assert User.objects.get(pk=user.pk).is_deleted


def test_the_last_steward_and_the_last_administrator_stay(roles, proved):
    for user, sentence in (
        (roles.stewardA, "would be left without a steward"),
        (roles.siteadmin, "would be left without an administrator"),
    ):
        refused = proved(user).post(DELETE, form_of(user))
        assert refused.status_code == 409
        assert sentence in refused.content.decode()
        assert User.objects.get(pk=user.pk).is_active
    assert Membership.objects.get(user=roles.stewardA).is_active

    MembershipFactory(institution=roles.a, role=Role.STEWARD)
    UserFactory(is_superuser=True)
    for user in (roles.stewardA, roles.siteadmin):
        assert proved(user).post(DELETE, form_of(user)).status_code == 302


def test_the_last_steward_of_a_closed_institution_may_go(roles, proved):
    """Nobody could make another one there."""
    roles.a.state = "closed"
    roles.a.save()

    assert proved(roles.stewardA).post(DELETE, form_of(roles.stewardA)).status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other_way", ["delete", "leave"])
def test_two_stewards_at_once_cannot_both_go(other_way, now):
    house = InstitutionFactory()
    first, second = (MembershipFactory(institution=house, role=Role.STEWARD) for _ in range(2))

    def leave():
        if other_way == "leave":
            actions.leave(membership=second, by=second.user, now=now)
        else:
            actions.delete_account(by=second.user, keeps_name=False, now=now)

    results = at_once(
        lambda: actions.delete_account(by=first.user, keeps_name=False, now=now), leave
    )

    assert sum(isinstance(result, actions.LastSteward) for result in results) == 1, results
    assert Membership.objects.of(house).stewards().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_cannot_both_go(now):
    first, second = (UserFactory(is_superuser=True) for _ in range(2))

    results = at_once(*(
        lambda user=user: actions.delete_account(by=user, keeps_name=True, now=now)
        for user in (first, second)
    ))  # fmt: skip

    assert sum(isinstance(result, actions.LastAdministrator) for result in results) == 1, results
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_comes_in_while_the_account_goes(now):
    """Accepting and deleting at the same moment: whichever is first, nobody belongs afterwards."""
    for _ in range(5):
        user, token = UserFactory(), make_token()
        house = InstitutionFactory()
        Invitation.objects.create(
            institution=house, email=user.email, invited_by=UserFactory(),
            expires_at=now + timezone.timedelta(days=1), token_hash=hash_token(token),
        )  # fmt: skip
        results = at_once(
            lambda user=user: actions.delete_account(by=user, keeps_name=True, now=now),
            lambda user=user, token=token: actions.accept_invitation(token=token, by=user, now=now),
        )
        assert results[0] is None, results
        assert not Membership.objects.filter(user=user).open().exists(), results


@pytest.mark.parametrize("how", ["left", "removed", "declined"])
def test_a_domain_lets_in_anew_only_whom_nobody_turned_away(
    how, roles, delete, client_of, settings
):
    """Otherwise a person who was removed would delete the account, sign up and be back."""
    user, now = UserFactory(email="pat@heron.example.org"), timezone.now()
    theirs = MembershipFactory(user=user, institution=roles.a)
    if how == "removed":
        actions.remove(membership=theirs, by=roles.stewardA, reason="Moved on.", now=now)
    if how == "declined":
        Membership.objects.filter(pk=theirs.pk).update(
            state=MembershipState.DECLINED, decided_by=roles.stewardA
        )
    EmailDomain.objects.create(institution=roles.a, domain="heron.example.org", proved_at=now)
    delete(user)
    assert TurnedAway.objects.count() == (0 if how == "left" else 1)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    new = UserFactory(email="pat@heron.example.org")
    (membership,) = actions.join_by_domain(user=new, now=now)

    assert membership.state == ("active" if how == "left" else "requested")
    if how != "left":
        actions.approve(membership=membership, by=roles.stewardA, now=now)
        assert not TurnedAway.objects.exists()  # a steward's word settles it
    other = UserFactory(email="kim@heron.example.org")
    assert actions.join_by_domain(user=other, now=now)[0].state == "active"


def test_an_address_that_was_never_proved_deletes_nobodys_invitation(roles, delete):
    """Typing somebody else's address as one's own has no power over what waits for them."""
    roles.memberA.emailaddress_set.create(email="victim@mail.example.org", verified=False)
    invitation = actions.invite(
        institution=roles.b, email="victim@mail.example.org", role="contributor",
        by=roles.coord, now=timezone.now(),
    )  # fmt: skip

    delete(roles.memberA)

    assert Invitation.objects.filter(pk=invitation.pk).exists()
