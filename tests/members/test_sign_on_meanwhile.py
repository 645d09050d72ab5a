"""What changes while somebody is on the way: nobody falls out, is locked out, or gets in."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from members import actions, sign_on
from members.models import SignOn, User
from tests.factories import EmailDomainFactory, MembershipFactory, SignOnFactory, UserFactory
from tests.members.test_second_factor import mailed_code
from tests.oidc import come_back, set_off, sign_on_as
from tests.sign_in import prove_again, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def ways(db, roles, providers):
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    EmailDomainFactory(institution=roles.b, domain="bluestem.example.org")
    return [
        SignOnFactory(institution=house, issuer=provider.issuer, worked_at=timezone.now())
        for house, provider in zip((roles.a, roles.b), providers, strict=True)
    ]


@pytest.fixture
def new(ways, providers):
    """Somebody new, who has come back from A's provider and has not yet said yes."""
    providers[0].knows("n", email="new@heron.example.org", email_verified=True)
    client = Client()
    assert sign_on_as(client, ways[0], providers[0], "n")["Location"] == "/accounts/sign-on/new/"
    return client


def says_yes(client):
    return client.post("/accounts/sign-on/new/", {"name": "New Person"})


def is_in(client):
    return "_auth_user_id" in client.session


def linked(way, provider, email, uid):
    """A person who has neither password nor factor, with a link."""
    person = UserFactory(email=email)
    person.set_unusable_password()
    person.save()
    SocialAccount.objects.create(user=person, provider=way.provider_id, uid=uid)
    provider.knows(uid, email=email, email_verified=True)
    return person


def by_code(client, person, **form):
    client.post("/accounts/login/", {"login": person.email, "another_way": "1"})
    return client.post("/accounts/login/code/confirm/", {"code": mailed_code(), **form})


def change_provider(way, provider, roles):
    actions.set_up_sign_on(
        sign_on=way, issuer=provider.issuer, client_id="portal", secret="told to nobody",
        by=roles.coord, now=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("end", ["closed", "removed"])
def test_a_sign_on_that_ends_before_the_form_is_sent(new, ways, roles, end):
    if end == "closed":
        roles.a.state = "closed"
        roles.a.save()
    else:
        actions.remove_sign_on(sign_on=ways[0], by=roles.coord, now=timezone.now())

    assert new.get("/accounts/sign-on/new/")["Location"] == "/accounts/login/"
    assert says_yes(new)["Location"] == "/accounts/login/"
    assert not User.objects.filter(email="new@heron.example.org").exists()


def test_a_sign_on_that_ends_before_the_factor_is_proved(ways, providers, roles):
    SocialAccount.objects.create(user=roles.stewardA, provider=ways[0].provider_id, uid="st")
    providers[0].knows("st", email="st@heron.example.org", email_verified=True)
    TOTP.activate(roles.stewardA, SECRET)
    client = Client()
    answer = sign_on_as(client, ways[0], providers[0], "st")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    actions.remove_sign_on(sign_on=ways[0], by=roles.coord, now=timezone.now())

    assert client.get("/accounts/2fa/authenticate/")["Location"].startswith("/accounts/login/")
    assert client.get("/accounts/login/").status_code == 200


def test_a_sign_on_that_ends_while_the_provider_answers(ways, providers, roles, monkeypatch):
    providers[0].knows("x", email="x@heron.example.org", email_verified=True)
    client = Client()
    back = providers[0].lets_in(set_off(client, ways[0]), "x")
    from members.provider import Conversation

    honest = Conversation._decode_id_token

    def slow(self, *args):
        claims = honest(self, *args)
        actions.remove_sign_on(sign_on=ways[0], by=roles.coord, now=timezone.now())
        return claims

    monkeypatch.setattr(Conversation, "_decode_id_token", slow)
    assert come_back(client, back).status_code == 404


def test_what_an_earlier_provider_said_does_not_count_for_the_next(new, ways, providers, roles):
    change_provider(ways[0], providers[1], roles)

    answer = says_yes(new)

    assert "Begin again" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert not User.objects.filter(email="new@heron.example.org").exists()


def test_a_session_that_came_through_an_earlier_provider(ways, providers, roles):
    """It was another's word, so it opens nothing where sign-on is required anew."""
    SignOn.objects.filter(pk=ways[0].pk).update(is_required=True)
    person = linked(ways[0], providers[0], "pat@heron.example.org", "p")
    MembershipFactory(user=person, institution=roles.a)
    client = Client()
    sign_on_as(client, ways[0], providers[0], "p")
    assert client.get("/desk/").status_code == 200

    change_provider(ways[0], providers[1], roles)
    assert client.get("/desk/").status_code == 200
    SignOn.objects.filter(pk=ways[0].pk).update(worked_at=timezone.now(), is_required=True)
    assert client.get("/desk/")["Location"].startswith(ways[0].get_absolute_url())


def test_a_yes_that_comes_a_day_later(new):
    session = new.session
    session["socialaccount_sociallogin"]["state"]["at"] = time.time() - 24 * 3600
    session.save()

    assert "Begin again" in says_yes(new).content.decode()
    assert not User.objects.filter(email="new@heron.example.org").exists()


def test_an_account_that_was_made_meanwhile(new, ways, providers):
    """By a code, in another window: nobody waits for a mail that never comes."""
    UserFactory(email="new@heron.example.org")

    assert says_yes(new)["Location"] == ways[0].get_absolute_url()
    assert not is_in(new)
    again = sign_on_as(new, ways[0], providers[0], "n")
    assert "You have an account already" in again.content.decode()


def test_the_form_sent_twice_at_the_same_moment(new, ways, providers):
    """The second finds the sign-on linked; nothing half made is left of it."""
    people = User.objects.count()
    first = linked(ways[0], providers[0], "first@mail.example.org", "n")

    assert says_yes(new)["Location"] == ways[0].get_absolute_url()
    assert User.objects.count() == people + 1
    assert SocialAccount.objects.get().user == first


def test_a_sign_up_that_nobody_finished_does_not_stand_in_the_way(ways, providers, roles):
    """A stranger typed a colleague's work address; its owner links the sign-on all the same."""
    squatter = UserFactory(email="work@heron.example.org", verified=False)
    squatter.set_unusable_password()
    squatter.save()
    owner = UserFactory(email="private@mail.example.org")
    providers[0].knows("w", email="work@heron.example.org", email_verified=True)
    client = prove_again(sign_in(Client(), owner))

    assert sign_on_as(client, ways[0], providers[0], "w").status_code == 302
    assert SocialAccount.objects.get().user == owner
    assert owner.emailaddress_set.get(email="work@heron.example.org").verified
    assert not User.objects.filter(pk=squatter.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_linked_twice_at_the_same_moment(ways, providers, roles, monkeypatch):
    person, other = UserFactory(email="twice@heron.example.org"), UserFactory()
    providers[0].knows("t", email="twice@heron.example.org", email_verified=True)
    client = prove_again(sign_in(Client(), person))
    honest = sign_on.check_link

    def slow(asked, **known):
        honest(asked, **known)
        SocialAccount.objects.create(user=other, provider=asked.provider_id, uid="t")

    monkeypatch.setattr(sign_on, "check_link", slow)
    answer = sign_on_as(client, ways[0], providers[0], "t")

    assert answer.status_code == 401
    ways[0].refresh_from_db()
    assert ways[0].failed_why == "The same sign-on was linked twice at the same moment."
    assert SocialAccount.objects.get().user == other


def test_who_lacks_the_second_of_two_required_links_comes_in_to_make_it(ways, providers, roles):
    """Without password or factor a code is the only proof, so the code is let in: to the gate."""
    SignOn.objects.update(is_required=True)
    person = linked(ways[0], providers[0], "both@heron.example.org", "b1")
    for house in (roles.a, roles.b):
        MembershipFactory(user=person, institution=house)
    providers[1].knows("b2", email="both@bluestem.example.org", email_verified=True)
    second = ways[1].get_absolute_url()

    client = Client()
    sign_on_as(client, ways[0], providers[0], "b1")
    assert client.get("/desk/")["Location"].startswith(second)
    proof = client.post(second)["Location"]
    assert proof.startswith("/accounts/reauthenticate/code/?next=")
    client.post(proof, {"action": "send", "next": second})
    assert "On the way to" in client.post(proof, {"code": mailed_code()}).content.decode()
    sign_on_as(client, ways[1], providers[1], "b2")
    assert client.get("/desk/").status_code == 200

    by_code(again := Client(), person)
    assert not is_in(again)  # linked to both: no other way in any more


def test_unlinking_without_password_or_factor(ways, providers, roles):
    person = linked(ways[0], providers[0], "only@heron.example.org", "o")
    link = SocialAccount.objects.get()
    client = Client()
    sign_on_as(client, ways[0], providers[0], "o")

    answer = client.post(f"/accounts/sign-on/{link.pk}/remove/")
    assert answer["Location"].startswith("/accounts/reauthenticate/code/?next=")
    assert SocialAccount.objects.exists()

    by_code(again := Client(), person)
    again.post(f"/accounts/sign-on/{link.pk}/remove/")
    assert not SocialAccount.objects.exists()


def test_an_account_that_is_closed(ways, providers, roles):
    person = linked(ways[0], providers[0], "gone@heron.example.org", "g")
    User.objects.filter(pk=person.pk).update(is_active=False)
    client = Client()

    assert sign_on_as(client, ways[0], providers[0], "g")["Location"] == "/accounts/inactive/"
    assert not is_in(client)
