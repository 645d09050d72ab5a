"""Sign-on through an institution, against two real providers: who is believed, and for what."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from members.models import User
from tests.factories import EmailDomainFactory, SignOnFactory, UserFactory
from tests.oidc import come_back, set_off, sign_on_as
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
HOME = "/welcome/"


@pytest.fixture
def ways(roles, providers):
    """A's and B's sign-on, each with a provider of its own and a proved domain."""
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    EmailDomainFactory(institution=roles.b, domain="bluestem.example.org")
    return (
        SignOnFactory(institution=roles.a, issuer=providers[0].issuer),
        SignOnFactory(institution=roles.b, issuer=providers[1].issuer),
    )


def is_signed_in(client):
    return "_auth_user_id" in client.session


def who(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def entered(client, *, fresh=True):
    """As after a code that was typed just now, or long ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "code", "at": time.time() - (0 if fresh else 3600)},
        {"method": "mfa", "at": time.time() - 3600},
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def test_somebody_new_signs_on_and_belongs(ways, providers, roles):
    providers[0].knows("p1", email="Pat@Heron.example.org", email_verified=True, name="Pat Lund")
    client = Client()

    answer = sign_on_as(client, ways[0], providers[0], "p1", next="/practices/")
    assert answer["Location"] == "/accounts/sign-on/new/"
    page = client.get(answer["Location"]).content.decode()
    assert "pat@heron.example.org" in page
    assert 'value="Pat Lund"' in page
    assert not is_signed_in(client)
    answer = client.post(
        "/accounts/sign-on/new/", {"name": "Pat Lund", "email": "boss@bluestem.example.org"}
    )

    pat = who(client)
    assert (answer["Location"], pat.email, pat.name) == (
        "/practices/", "pat@heron.example.org", "Pat Lund",
    )  # fmt: skip
    assert not pat.has_usable_password()
    assert [(row.email, row.verified) for row in pat.emailaddress_set.all()] == [
        ("pat@heron.example.org", True)
    ]
    assert [(m.institution, m.state) for m in pat.memberships.all()] == [(roles.a, "active")]
    ways[0].refresh_from_db()
    assert ways[0].worked_at is not None
    assert SocialAccount.objects.get().extra_data == {"email": "pat@heron.example.org"}

    again = Client()
    assert sign_on_as(again, ways[0], providers[0], "p1")["Location"] == "/desk/"
    assert who(again) == pat


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "boss@bluestem.example.org", "email_verified": True}, "this is none of them"),
        ({"email": "x@evil.heron.example.org", "email_verified": True}, "this is none of them"),
        ({"email": "x@heron.example.org.evil.example", "email_verified": True}, "none of them"),
        ({"email": "x@nothereon.example.org", "email_verified": True}, "none of them"),
        ({"email": "x@h\u0435ron.example.org", "email_verified": True}, "did not say your e-mail"),
        ({"email": "x@heron.example.org", "email_verified": "false"}, "is verified"),
        ({"email": "x@heron.example.org", "email_verified": "true"}, "is verified"),
        ({"email": "x@heron.example.org", "email_verified": 1}, "is verified"),
        ({"email": "x@heron.example.org", "email_verified": False}, "is verified"),
        ({"email": "x@heron.example.org"}, "is verified"),
        ({"email_verified": True}, "did not say your e-mail"),
        ({"email": ["x@heron.example.org"], "email_verified": True}, "did not say your e-mail"),
    ],
)
def test_what_a_provider_is_not_believed(ways, providers, roles, claims, sentence):
    """Lying about a domain, not saying that it is verified, or saying it in another way."""
    providers[0].knows("liar", **claims)
    people = User.objects.count()
    client = Client()

    answer = sign_on_as(client, ways[0], providers[0], "liar")

    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert not is_signed_in(client)
    assert client.get("/accounts/sign-on/new/")["Location"] == "/accounts/login/"
    assert (User.objects.count(), SocialAccount.objects.count()) == (people, 0)
    ways[0].refresh_from_db()
    assert sentence in ways[0].failed_why
    assert ways[0].worked_at is None


def test_an_unproved_domain_counts_for_nothing(ways, providers, roles):
    roles.a.email_domains.update(proved_at=None)
    providers[0].knows("p2", email="p2@heron.example.org", email_verified=True)

    assert sign_on_as(Client(), ways[0], providers[0], "p2").status_code == 403


def test_a_domain_removed_between_the_sign_on_and_the_form(ways, providers, roles):
    providers[0].knows("p3", email="p3@heron.example.org", email_verified=True)
    client = Client()
    sign_on_as(client, ways[0], providers[0], "p3")
    roles.a.email_domains.all().delete()

    answer = client.post("/accounts/sign-on/new/", {"name": "P Three"})

    assert answer.status_code == 200
    assert not User.objects.filter(email="p3@heron.example.org").exists()
    assert not is_signed_in(client)


def test_the_same_subject_at_two_providers_is_two_people(ways, providers, roles):
    for number, domain in enumerate(("heron", "bluestem")):
        address = f"same@{domain}.example.org"
        providers[number].knows("42", email=address, email_verified=True)
        client = Client()
        sign_on_as(client, ways[number], providers[number], "42")
        client.post("/accounts/sign-on/new/", {"name": f"At {domain}"})
        assert who(client).email == address

    assert SocialAccount.objects.filter(uid="42").values("user").distinct().count() == 2


def test_an_address_alone_opens_no_account(ways, providers, roles):
    """Not even one at the proved domain: the owner proves the account in another way first."""
    owner = UserFactory(email="owner@heron.example.org")
    providers[0].knows("o1", email="owner@heron.example.org", email_verified=True)
    client = Client()

    answer = sign_on_as(client, ways[0], providers[0], "o1")

    assert answer.status_code == 200
    assert "You have an account already" in answer.content.decode()
    assert not is_signed_in(client)
    assert client.get("/accounts/sign-on/new/")["Location"] == "/accounts/login/"

    entered(sign_in(client, owner))
    answer = sign_on_as(client, ways[0], providers[0], "o1", next="/practices/")

    assert answer["Location"] == "/practices/"
    assert SocialAccount.objects.get().user == owner
    assert mail.outbox[-1].to == [owner.email]
    assert "A sign-on was linked" in mail.outbox[-1].subject
    again = Client()
    sign_on_as(again, ways[0], providers[0], "o1")
    assert who(again) == owner
    entry = ModelLogEntry.objects.get(action="members.sign_on_linked")
    assert (entry.user, entry.object_id) == (owner, str(owner.pk))


def test_nobody_ties_a_sign_on_to_a_colleagues_account(ways, providers, roles):
    """Who came into a colleague's mailbox has an own identity at the provider, not theirs."""
    victim = UserFactory(email="victim@heron.example.org")
    providers[0].knows("m1", email="mallory@heron.example.org", email_verified=True)
    client = entered(sign_in(Client(), victim))

    answer = sign_on_as(client, ways[0], providers[0], "m1")

    assert answer.status_code == 403
    assert "your account has victim@heron.example.org" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert who(client) == victim


def test_linking_needs_a_fresh_proof(ways, providers, roles):
    person = UserFactory(email="stale@heron.example.org")
    person.set_password("a long enough one")
    person.save()
    providers[0].knows("s1", email="stale@heron.example.org", email_verified=True)
    client = entered(sign_in(Client(), person), fresh=False)

    asked = client.post(ways[0].get_absolute_url())
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not SocialAccount.objects.exists()

    entered(client)
    where = set_off(client, ways[0])
    entered(client, fresh=False)  # the way back came an hour later
    answer = come_back(client, providers[0].lets_in(where, "s1"))
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_account_with_another_address_is_linked_and_gets_the_new_one(ways, providers, roles):
    person = UserFactory(email="private@mail.example.org")
    providers[0].knows("w1", email="work@heron.example.org", email_verified=True)
    client = entered(sign_in(Client(), person))

    sign_on_as(client, ways[0], providers[0], "w1")

    assert SocialAccount.objects.get().user == person
    assert person.emailaddress_set.get(email="work@heron.example.org").verified
    assert person.memberships.get().institution == roles.a  # proved by the domain


def test_one_account_has_one_link_at_a_provider(ways, providers, roles):
    person = UserFactory(email="private@mail.example.org")
    SocialAccount.objects.create(user=person, provider=ways[0].provider_id, uid="first")
    providers[0].knows("second", email="second@heron.example.org", email_verified=True)
    client = entered(sign_in(Client(), person))

    assert sign_on_as(client, ways[0], providers[0], "second").status_code == 403
    assert SocialAccount.objects.get().uid == "first"


def test_a_sign_on_of_another_account_changes_nothing_here(ways, providers, roles):
    other = UserFactory(email="other@heron.example.org")
    SocialAccount.objects.create(user=other, provider=ways[0].provider_id, uid="o2")
    providers[0].knows("o2", email="other@heron.example.org", email_verified=True)
    client = entered(sign_in(Client(), roles.memberB))

    answer = sign_on_as(client, ways[0], providers[0], "o2")

    assert answer.status_code == 403
    assert "linked to another account" in answer.content.decode()
    assert who(client) == roles.memberB


def test_an_account_nobody_confirmed_does_not_stand_in_the_way(ways, providers, roles):
    """A stranger typed the address at sign-up and could never prove it."""
    squatter = UserFactory(email="late@heron.example.org", verified=False)
    squatter.set_unusable_password()
    squatter.save()
    providers[0].knows("l1", email="late@heron.example.org", email_verified=True)
    client = Client()

    answer = sign_on_as(client, ways[0], providers[0], "l1")

    assert answer["Location"] == "/accounts/sign-on/new/"
    assert not User.objects.filter(pk=squatter.pk).exists()


def test_a_code_is_good_once(ways, providers, roles):
    providers[0].knows("r1", email="r1@heron.example.org", email_verified=True)
    client = Client()
    back = providers[0].lets_in(set_off(client, ways[0]), "r1")
    assert come_back(client, back).status_code == 302

    replayed = come_back(client, back)
    assert replayed.status_code == 401
    assert "Signing on did not work" in replayed.content.decode()

    other = Client()
    used = parse_qs(urlsplit(back).query)["code"][0]
    state = parse_qs(urlsplit(set_off(other, ways[0])).query)["state"][0]
    answer = other.get(ways[0].get_callback_url(), {"code": used, "state": state})
    assert answer.status_code == 401
    assert not is_signed_in(other)


def test_the_code_of_another_browser_is_refused(ways, providers, roles):
    """Somebody slips their own, unused code into this browser's way back: the nonce differs."""
    providers[0].knows("n1", email="n1@heron.example.org", email_verified=True)
    attacker, victim = Client(), Client()
    code = parse_qs(urlsplit(providers[0].lets_in(set_off(attacker, ways[0]), "n1")).query)["code"][
        0
    ]
    state = parse_qs(urlsplit(set_off(victim, ways[0])).query)["state"][0]

    answer = victim.get(ways[0].get_callback_url(), {"code": code, "state": state})

    assert answer.status_code == 401
    assert victim.get("/accounts/sign-on/new/")["Location"] == "/accounts/login/"


def test_the_state_of_one_counts_at_no_other(ways, providers, roles):
    providers[0].knows("x1", email="x1@heron.example.org", email_verified=True)
    client = Client()
    back = providers[0].lets_in(set_off(client, ways[0]), "x1")
    query = urlsplit(back).query

    assert client.get(f"{ways[1].get_callback_url()}?{query}").status_code == 401
    assert client.get(f"{ways[0].get_callback_url()}?{query}").status_code == 302


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?error=server_error&state=x"])
def test_a_way_back_that_nobody_began(ways, roles, query):
    answer = Client().get(f"{ways[0].get_callback_url()}{query}")

    assert answer.status_code == 401
    assert "Signing on did not work" in answer.content.decode()


def test_what_is_asked_of_the_provider(ways, providers, roles):
    """PKCE with S256, a nonce, a state; and nothing of it comes from the address."""
    client = Client()
    evil = "?auth_params=redirect_uri%3Dhttps%3A%2F%2Fevil.example%2F%26prompt%3Dnone&scope=admin"
    page = client.post(ways[0].get_absolute_url() + evil, HTTP_HOST="localhost")
    where = page.context["where"]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}

    assert where.startswith(f"{providers[0].issuer}/oauth2/authorize?")
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert asked["redirect_uri"] == f"http://testserver{ways[0].get_callback_url()}"
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert len(asked["nonce"]) >= 32
    assert "prompt" not in asked
    state = client.session["socialaccount_states"][asked["state"]][0]
    assert state["nonce"] == asked["nonce"]


@pytest.mark.parametrize(
    "evil", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example/"]
)
def test_back_means_back_here(ways, providers, roles, evil):
    linked = UserFactory(email="back@heron.example.org")
    SocialAccount.objects.create(user=linked, provider=ways[0].provider_id, uid="b1")
    providers[0].knows("b1", email="back@heron.example.org", email_verified=True)

    answer = sign_on_as(Client(), ways[0], providers[0], "b1", next=evil)

    assert answer["Location"] == HOME


def test_a_closed_institution_has_no_sign_on(ways, roles):
    assert Client().get(ways[0].get_absolute_url()).status_code == 200
    roles.a.state = "closed"
    roles.a.save()

    assert Client().get(ways[0].get_absolute_url()).status_code == 404
    assert Client().get(f"{ways[0].get_callback_url()}?code=x&state=y").status_code == 404


def test_an_invitation_survives_the_sign_on(ways, providers, roles, now, commit, token_in_mail):
    from members import actions

    with commit():
        actions.invite(
            institution=roles.a, email="inv@heron.example.org", role="steward",
            by=roles.stewardA, now=now,
        )  # fmt: skip
    link = f"/invitations/{token_in_mail()}/"
    providers[0].knows("i1", email="inv@heron.example.org", email_verified=True)
    client = Client()

    sign_on_as(client, ways[0], providers[0], "i1", next=link)
    answer = client.post("/accounts/sign-on/new/", {"name": "Inv Ited"})
    assert answer["Location"] == link
    client.post(link)

    membership = who(client).memberships.get()
    assert (membership.institution, membership.role) == (roles.a, "steward")


def test_a_provider_that_is_gone(roles):
    way = SignOnFactory(institution=roles.a)  # nobody answers at port 9

    answer = Client().post(way.get_absolute_url())

    assert answer.status_code == 401
    assert "Signing on did not work" in answer.content.decode()
    way.refresh_from_db()
    assert "No usable answer came" in way.failed_why


def test_a_second_factor_is_asked_for_all_the_same(ways, providers, roles):
    """The portal's own, whatever the provider did: its administrators are not our stewards."""
    from allauth.mfa.totp.internal.auth import TOTP

    SocialAccount.objects.create(user=roles.stewardA, provider=ways[0].provider_id, uid="st")
    providers[0].knows("st", email="st@heron.example.org", email_verified=True)

    client = Client()
    sign_on_as(client, ways[0], providers[0], "st")
    assert client.get("/desk/")["Location"].startswith("/accounts/2fa/")

    TOTP.activate(roles.stewardA, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    answer = sign_on_as(client, ways[0], providers[0], "st")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_a_secret_that_cannot_be_opened_any_more(ways, settings):
    """The key was changed and the old one not kept: told in the log, and no error to people."""
    assert Client().post(ways[0].get_absolute_url()).status_code == 200
    settings.SECRET_KEY = "another one, and no fallback"

    assert Client().post(ways[0].get_absolute_url()).status_code == 404
    settings.SECRET_KEY_FALLBACKS = ["only-for-tests"]
    assert Client().post(ways[0].get_absolute_url()).status_code == 200


def test_no_setting_lets_an_address_open_an_account(ways, providers, settings):
    """Neither for all providers nor for one: the adapter says no whatever stands there."""
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
    ways[0].app.settings["email_authentication"] = True
    ways[0].app.save()
    UserFactory(email="owner@heron.example.org")
    providers[0].knows("e1", email="owner@heron.example.org", email_verified=True)
    client = Client()

    answer = sign_on_as(client, ways[0], providers[0], "e1")

    assert "You have an account already" in answer.content.decode()
    assert not is_signed_in(client)
