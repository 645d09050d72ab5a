"""Sensitive acts ask again who is there; who has only a mailbox proves it by that."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.members.test_second_factor import by_code, mailed_code, without_proof

pytestmark = pytest.mark.django_db

ADDRESS = "/accounts/email/"
PROVE = "/accounts/reauthenticate/code/"
NEW = {"email": "new@mail.example.org", "action_add": "1"}


@pytest.fixture
def person(roles):
    roles.memberA.set_unusable_password()
    roles.memberA.save()
    return roles.memberA


@pytest.fixture
def client(person):
    """A session that is older than a few minutes."""
    return without_proof(person)


def send(client, back=""):
    return client.post(PROVE, {"action": "send", "next": back})


def test_an_old_session_is_not_enough_to_change_the_address(client, person):
    asked = client.post(ADDRESS, NEW)
    assert asked["Location"] == f"{PROVE}?next=%2Faccounts%2Femail%2F"
    assert not EmailAddress.objects.filter(email=NEW["email"]).exists()
    assert mail.outbox == []

    page = client.get(asked["Location"]).content.decode()
    assert person.email in page
    assert mail.outbox == []  # looking sends nothing
    sent = send(client, ADDRESS)
    assert sent["Location"] == f"{PROVE}?next=%2Faccounts%2Femail%2F"
    assert [m.to for m in mail.outbox] == [[person.email]]
    code = mailed_code()
    done = client.post(PROVE, {"code": code, "next": ADDRESS})

    # The form that was interrupted is done, as it was typed.
    assert mail.outbox[-1].to == [NEW["email"]]
    assert done.status_code == 302
    again = client.post(PROVE, {"code": code, "next": ADDRESS})
    assert again["Location"].startswith(PROVE)  # a code works once


def test_who_signed_in_by_code_just_now_is_not_asked_again(person):
    client = Client()
    by_code(client, person)

    client.post(ADDRESS, NEW)
    assert mail.outbox[-1].to == [NEW["email"]]

    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 301
    session.save()
    other = {**NEW, "email": "other@mail.example.org"}
    assert client.post(ADDRESS, other)["Location"].startswith(PROVE)


def test_who_signs_up_has_just_proved_the_mailbox():
    """A new steward goes on to the second factor without another code."""
    client = Client()
    client.post("/accounts/signup/", {"email": "fresh@mail.example.org", "name": "Fresh"})
    client.post("/accounts/confirm-email/", {"code": mailed_code()})
    sent = len(mail.outbox)

    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert len(mail.outbox) == sent
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 6 * 60
    session.save()
    assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith(PROVE)


def test_an_address_that_is_added_later_proves_nothing_about_the_session(client, person):
    """Its mailbox is another one."""
    from tests.sign_in import prove_again

    prove_again(client).post(ADDRESS, NEW)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    client.post("/accounts/confirm-email/", {"code": mailed_code()})

    assert EmailAddress.objects.get(email=NEW["email"]).verified
    another = {"email": "third@mail.example.org", "action_add": "1"}
    assert client.post(ADDRESS, another)["Location"].startswith(PROVE)


def test_three_tries_then_another_code(client):
    send(client)
    for _ in range(2):
        wrong = client.post(PROVE, {"code": "BBBB-BBBB"})
        assert "That code is not right" in wrong.content.decode()
    client.post(PROVE, {"code": "BBBB-BBBB"})
    late = client.post(PROVE, {"code": mailed_code()})

    assert late["Location"] == PROVE
    assert "not right three times" in client.get(PROVE).content.decode()
    assert client.post(ADDRESS, NEW)["Location"].startswith(PROVE)
    send(client, "/account/")
    assert client.post(PROVE, {"code": mailed_code(), "next": "/account/"})["Location"] == (
        "/account/"
    )
    assert client.post(ADDRESS, NEW)["Location"] != PROVE


def test_an_old_code_and_an_earlier_one_do_not_work(client):
    send(client)
    first = mailed_code()
    send(client)
    assert "not right" in client.post(PROVE, {"code": first}).content.decode()

    session = client.session
    state = session["proof_by_mail"]
    session["proof_by_mail"] = state | {"at": time.time() - 15 * 60 - 1}
    session.save()
    assert client.post(PROVE, {"code": mailed_code()})["Location"] == PROVE
    assert "That code is too old" in client.get(PROVE).content.decode()
    assert client.post(ADDRESS, NEW)["Location"].startswith(PROVE)


def test_the_code_of_one_session_is_nothing_in_another(client, roles, person):
    send(client)
    roles.memberB.set_unusable_password()
    roles.memberB.save()
    other = without_proof(roles.memberB)
    send(other)
    code = mailed_code()

    assert "not right" in client.post(PROVE, {"code": code}).content.decode()
    state = client.session["proof_by_mail"]
    session = other.session
    session["proof_by_mail"] = state
    session.save()
    assert other.post(PROVE, {"code": state["code"]})["Location"] == PROVE
    assert "proof_by_mail" not in other.session


def test_codes_are_not_sent_without_end(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reauthentication_code": "300/m/ip,5/5m/key"}

    for _ in range(5):
        send(client)
    assert (
        "We have sent several codes"
        in client.post(PROVE, {"action": "send"}, follow=True).content.decode()
    )
    assert len(mail.outbox) == 5
    client.post(PROVE, {"code": mailed_code()})  # the newest still works
    client.post(ADDRESS, NEW)
    assert mail.outbox[-1].to == [NEW["email"]]


@pytest.mark.parametrize("bad", ["//evil.example", r"/\evil.example", "javascript:alert(1)",
                                 "https://evil.example/"])  # fmt: skip
def test_the_way_back_stays_on_the_portal(client, bad):
    send(client, bad)
    done = client.post(PROVE, {"code": mailed_code(), "next": bad})

    assert done["Location"] == "/desk/"


def test_a_first_password_needs_it_as_well(client):
    """Otherwise whoever finds an open browser could stay for good."""
    form = {"password1": "a staple of horses", "password2": "a staple of horses"}
    for answer in (client.get("/accounts/password/set/"),
                   client.post("/accounts/password/set/", form)):  # fmt: skip
        assert answer["Location"] == f"{PROVE}?next=%2Faccounts%2Fpassword%2Fset%2F"
    assert "staple" not in str(dict(client.session))  # it lies nowhere meanwhile

    send(client, "/accounts/password/set/")
    done = client.post(PROVE, {"code": mailed_code(), "next": "/accounts/password/set/"})
    assert client.get(done["Location"]).status_code == 200
    client.post("/accounts/password/set/", form)
    # Who has a password proves it by that; the code is no other way around it.
    assert client.get(PROVE)["Location"] == "/accounts/reauthenticate/"


def test_who_has_a_factor_gets_no_code_by_mail(roles, person, client):
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Key"})

    assert client.get(PROVE)["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")
    assert send(client)["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")
    assert mail.outbox == []


def test_a_new_steward_with_nothing_but_a_mailbox_gets_to_the_set_up(roles):
    """No loop: the gate leads to set-up, set-up to the code, the code back to set-up."""
    roles.stewardA.set_unusable_password()
    roles.stewardA.save()
    client = without_proof(roles.stewardA)
    activate = "/accounts/2fa/totp/activate/"

    asked = client.get(activate)
    assert asked["Location"] == f"{PROVE}?next=%2Faccounts%2F2fa%2Ftotp%2Factivate%2F"
    assert client.get(asked["Location"]).status_code == 200
    send(client, activate)
    done = client.post(PROVE, {"code": mailed_code(), "next": activate})

    assert done["Location"] == activate
    assert re.search(r'<code class="key">', client.get(activate).content.decode())
    # It is the first factor only: everything else stays shut.
    assert client.get("/desk/")["Location"].startswith("/accounts/2fa/?next=")


def test_nobody_signed_in_is_led_to_sign_in():
    for answer in (Client().get(PROVE), send(Client())):
        assert answer["Location"].startswith("/accounts/login/")
    assert mail.outbox == []
