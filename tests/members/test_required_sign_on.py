"""Sign-on that an institution requires: no other way in, but for one steward."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from members import actions
from members.middleware import OPEN_BEFORE_SIGN_ON, OPEN_NAMESPACES
from members.models import SignOn
from tests.factories import EmailDomainFactory, MembershipFactory, SignOnFactory, UserFactory
from tests.members.test_second_factor import code_now, mailed_code
from tests.oidc import sign_on_as
from tests.sign_in import sign_in
from tests.test_architecture import patterns

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


@pytest.fixture
def way(roles, providers):
    """A's sign-on, required; steward A is the one who comes in without."""
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    TOTP.activate(roles.stewardA, SECRET)
    return SignOnFactory(
        institution=roles.a, issuer=providers[0].issuer, worked_at=timezone.now(),
        is_required=True, break_glass=roles.stewardA,
    )  # fmt: skip


@pytest.fixture
def linked(way, providers, roles):
    """Member A with a password and a link."""
    person = roles.memberA
    person.set_password(PASSWORD)
    person.save()
    person.emailaddress_set.create(email="membera@heron.example.org", verified=True)
    SocialAccount.objects.create(user=person, provider=way.provider_id, uid="ma")
    providers[0].knows("ma", email="membera@heron.example.org", email_verified=True)
    return person


def is_in(client):
    return "_auth_user_id" in client.session


def by_code(person):
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "another_way": "1"})
    return client, client.post("/accounts/login/code/confirm/", {"code": mailed_code()})


def by_password(person):
    client = Client()
    return client, client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})


@pytest.mark.parametrize("come", [by_code, by_password])
def test_other_ways_are_refused(way, linked, come):
    client, answer = come(linked)

    assert answer["Location"] == way.get_absolute_url()
    assert not is_in(client)
    page = client.get(answer["Location"]).content.decode()
    assert "Heron Lake Health asks its people to sign on through it." in page
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_a_passkey_is_refused(way, linked):
    """The hook that refuses is the one that every way in goes through, passkeys too."""
    from allauth.account.internal.flows.login import perform_login
    from allauth.account.models import Login
    from allauth.core import context
    from django.contrib.messages.storage.fallback import FallbackStorage
    from django.test import RequestFactory

    request = RequestFactory().post("/accounts/2fa/webauthn/login/")
    request.session, request.user = Client().session, linked
    request._messages = FallbackStorage(request)
    with context.request_context(request):
        answer = perform_login(request, Login(user=linked))

    assert answer["Location"] == way.get_absolute_url()
    assert "_auth_user_id" not in request.session


def test_a_new_password_opens_nothing(way, linked):
    client = Client()
    client.post("/accounts/password/reset/", {"email": linked.email})
    client.post("/accounts/password/reset/confirm-code/", {"code": mailed_code()})
    form = {"password1": "another long one 77", "password2": "another long one 77"}
    client.post("/accounts/password/reset/complete/", form)

    assert not is_in(client)
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_the_sign_on_lets_in(way, linked, providers):
    client = Client()
    sign_on_as(client, way, providers[0], "ma", next="/practices/")

    assert client.get("/desk/").status_code == 200


def test_the_break_glass_steward_comes_in_with_code_and_factor(way, roles):
    client, answer = by_code(roles.stewardA)

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    client.post(answer["Location"], {"code": code_now(SECRET)})
    assert client.get("/desk/").status_code == 200


def test_break_glass_ends_with_the_role(way, roles, now):
    """A membership that ends, or a role that goes, leaves nobody to come in without."""
    other = MembershipFactory(institution=roles.a, role="steward").user
    membership = roles.stewardA.memberships.get()

    actions.set_role(membership=membership, role="contributor", by=other, now=now)

    way.refresh_from_db()
    assert (way.break_glass, way.is_required) == (None, True)
    roles.stewardA.forget_roles()
    assert roles.stewardA.sign_ons_required() == [way.provider_id]


def test_a_session_that_is_older_meets_the_gate(way, linked):
    """Everything is led to the sign-on: pages, parts of pages and writes."""
    client = sign_in(Client(), linked)
    there = way.get_absolute_url()
    led = 0
    for name, route in patterns():
        if "<" in route or "(" in route or name.split(":")[0] in OPEN_NAMESPACES:
            continue
        if name in OPEN_BEFORE_SIGN_ON:
            continue
        answer = client.get(f"/{route.strip('^$')}")
        if answer.status_code != 404:
            assert answer.get("Location", "").startswith(there), (name, route, answer.status_code)
            led += 1
    assert led > 40

    assert client.get("/practices/?q=x")["Location"] == f"{there}?next=%2Fpractices%2F%3Fq%3Dx"
    part = client.post("/account/", {"name": "New"}, headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == f"{there}?next=%2Fdesk%2F"
    linked.refresh_from_db()
    assert linked.name == "Membera"


def test_other_peoples_sessions_go_on(way, roles):
    for person in (roles.memberB, roles.coord, roles.nomember, roles.exA):
        assert sign_in(Client(), person).get("/account/").status_code == 200


def test_who_has_no_link_yet_comes_in_once_to_make_it(way, providers, roles):
    roles.authorA.emailaddress_set.create(email="author@heron.example.org", verified=True)
    providers[0].knows("au", email="author@heron.example.org", email_verified=True)
    client, answer = by_code(roles.authorA)

    assert answer["Location"] == "/desk/"
    led = client.get("/desk/")["Location"]
    assert led.startswith(way.get_absolute_url())
    assert "Your institution asks for this." in client.get(led).content.decode()
    assert client.get("/account/")["Location"].startswith(way.get_absolute_url())

    answer = sign_on_as(client, way, providers[0], "au", next="/desk/")
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    again, _ = by_code(roles.authorA)
    assert not is_in(again)


def test_who_belongs_to_two_that_require_it_signs_on_at_both(way, linked, providers, roles):
    EmailDomainFactory(institution=roles.b, domain="bluestem.example.org")
    second = SignOnFactory(
        institution=roles.b, issuer=providers[1].issuer, worked_at=timezone.now(), is_required=True
    )
    MembershipFactory(user=linked, institution=roles.b)
    SocialAccount.objects.create(user=linked, provider=second.provider_id, uid="mb")
    providers[1].knows("mb", email="membera@bluestem.example.org", email_verified=True)
    client = Client()

    sign_on_as(client, way, providers[0], "ma")
    assert client.get("/desk/")["Location"].startswith(second.get_absolute_url())
    sign_on_as(client, second, providers[1], "mb")

    assert client.get("/desk/").status_code == 200


def test_who_leaves_is_none_of_the_providers_people(way, linked, providers, roles, now):
    client = Client()
    sign_on_as(client, way, providers[0], "ma")

    membership = linked.memberships.get()
    actions.remove(membership=membership, by=roles.stewardA, reason="Moved", now=now)

    assert not SocialAccount.objects.filter(user=linked).exists()
    again, _ = by_password(linked)
    assert is_in(again)
    stranger = Client()
    sign_on_as(stranger, way, providers[0], "ma")
    assert not is_in(stranger)
    assert ModelLogEntry.objects.filter(action="members.sign_on_unlinked").count() == 1


def test_a_closed_institution_requires_nothing(way, linked, roles):
    roles.a.state = "closed"
    roles.a.save()

    client, _ = by_password(linked)
    assert is_in(client)


def test_typing_an_address_offers_the_sign_on(way, roles, django_assert_num_queries):
    """By its domain alone, so that known and unknown addresses are answered alike."""
    UserFactory(email="known@heron.example.org")
    pages = []
    for address in ("known@heron.example.org", "nobody@heron.example.org"):
        answer = Client().post("/accounts/login/", {"login": address, "next": "/practices/"})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "is an address of Heron Lake Health" in page
        masked = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
        pages.append(masked.replace(address, "ADDRESS"))
    assert pages[0] == pages[1]
    assert mail.outbox == []
    assert f'action="{way.get_absolute_url()}"' in pages[0]
    assert pages[0].count('name="next" value="/practices/"') == 2

    other = Client().post("/accounts/login/", {"login": "x@elsewhere.example.org"})
    assert other["Location"] == "/accounts/login/code/confirm/"
    below = Client().post("/accounts/login/", {"login": "x@mail.heron.example.org"})
    assert below["Location"] == "/accounts/login/code/confirm/"
    new = Client().post(
        "/accounts/signup/", {"email": "new@heron.example.org", "name": "N", "next": "/practices/"}
    )
    assert "is an address of Heron Lake Health" in new.content.decode()
    assert mail.outbox[-1].to != ["new@heron.example.org"]


def test_another_way_is_one_button_away(way, roles):
    SignOn.objects.update(is_required=False, break_glass=None)
    person = UserFactory(email="known@heron.example.org")
    page = Client().post("/accounts/login/", {"login": person.email}).content.decode()
    assert "Send me a code instead" in page

    client, answer = by_code(person)
    assert answer["Location"] in {"/desk/", "/welcome/"}
    assert is_in(client)


def test_signing_in_asks_the_database_as_often_as_before(
    roles, way, linked, django_assert_num_queries
):
    """What is required is read with the roles, in the same question."""
    person = roles.memberB
    with django_assert_num_queries(1):
        person.forget_roles()
        person.roles()
        person.sign_ons_required()


def test_one_link_is_removed_by_its_owner_alone(way, linked, roles):
    link = SocialAccount.objects.get(user=linked)
    other = sign_in(Client(), roles.memberB)
    session = other.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]
    session.save()
    assert other.post(f"/accounts/sign-on/{link.pk}/remove/").status_code == 404

    with pytest.raises(actions.Refused):
        actions.unlink_sign_on(account=link, by=linked, now=timezone.now())
    SignOn.objects.update(is_required=False, break_glass=None)
    linked.forget_roles()
    actions.unlink_sign_on(account=link, by=linked, now=timezone.now())
    assert not SocialAccount.objects.exists()
