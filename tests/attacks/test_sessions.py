"""A session or a token that somebody else knows is worth nothing after the next proof."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a staple of horses"


def mailed_code():
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def app_code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def by_code(client, user):
    client.post("/accounts/login/", {"login": user.email})
    return client.post("/accounts/login/code/confirm/", {"code": mailed_code()})


def by_password(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def with_app(client, user):
    TOTP.activate(user, SECRET)
    by_password(client, user)
    return client.post("/accounts/2fa/authenticate/", {"code": app_code()})


def by_signing_up(client, user):
    client.post("/accounts/signup/", {"email": "new@people.example.org", "name": "New"})
    return client.post("/accounts/confirm-email/", {"code": mailed_code()})


WAYS = [by_code, by_password, with_app, by_signing_up]


def key_of(client):
    return client.cookies["sessionid"].value


def with_key(key):
    client = Client()
    client.cookies["sessionid"] = key
    return client


@pytest.mark.parametrize("way", WAYS)
def test_a_session_begun_by_somebody_else_is_left_behind(way, roles):
    """Planted in the browser before the sign-in; alive, with a sign-in of its own half done."""
    roles.memberA.set_password(PASSWORD)
    roles.memberA.save()
    attacker = Client()
    attacker.post("/accounts/login/", {"login": roles.memberB.email})
    attacker.get("/accounts/login/code/confirm/")
    planted = key_of(attacker)
    attacker.post("/accounts/logout/", {})  # its stage; else the victim is led to that first
    planted = key_of(attacker) if "sessionid" in attacker.cookies else planted
    victim = with_key(planted)

    assert way(victim, roles.memberA).status_code == 302

    assert key_of(victim) != planted
    assert victim.get("/account/").status_code == 200
    for stale in (attacker, with_key(planted)):
        assert "_auth_user_id" not in stale.session
        assert stale.get("/account/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("way", WAYS)
def test_a_made_up_key_and_token_are_not_taken_over(way, roles):
    roles.memberA.set_password(PASSWORD)
    roles.memberA.save()
    victim = with_key("a" * 32)
    victim.cookies["csrftoken"] = "b" * 32

    way(victim, roles.memberA)

    assert key_of(victim) != "a" * 32
    assert victim.cookies["csrftoken"].value != "b" * 32
    assert not Session.objects.filter(session_key="a" * 32).exists()


@pytest.mark.django_db(transaction=True)  # that a factor was added is told at the commit
@pytest.mark.parametrize("page", ["/accounts/2fa/reauthenticate/", "/accounts/2fa/totp/activate/"])
def test_a_proof_renews_the_session(page, roles):
    """Who read the key while the session could do little does not have it when it can do more."""
    roles.stewardA.set_unusable_password()
    roles.stewardA.save()
    victim = Client()
    by_code(victim, roles.stewardA)
    copied, token = key_of(victim), SECRET
    if "activate" in page:
        shown = victim.get(page).content.decode()
        token = re.search(r'<code class="key">([A-Z2-7]+)</code>', shown)[1]
    else:
        TOTP.activate(roles.stewardA, SECRET)
    code = format_hotp_value(hotp_value(token, int(time.time()) // 30))

    assert victim.post(page, {"code": code}).status_code == 302

    assert key_of(victim) != copied
    assert victim.get("/desk/").status_code == 200
    assert with_key(copied).get("/desk/")["Location"].startswith("/accounts/login/")
    # The list of sessions goes along with it.
    assert [s.session_key for s in UserSession.objects.filter(user=roles.stewardA)] == [
        key_of(victim)
    ]


def test_signing_out_ends_the_session_on_the_server(roles):
    browser = Client()
    by_code(browser, roles.memberA)
    copied = key_of(browser)
    assert with_key(copied).get("/desk/").status_code == 200

    browser.post("/accounts/logout/")

    assert not Session.objects.filter(session_key=copied).exists()
    assert with_key(copied).get("/desk/")["Location"].startswith("/accounts/login/")


def test_the_next_person_at_a_browser_inherits_nothing(roles):
    browser = sign_in(Client(), roles.stewardA)
    session = browser.session
    session["left_behind"] = "x"
    session.save()
    before = key_of(browser)

    browser.post("/accounts/logout/")
    by_code(browser, roles.memberB)
    assert "left_behind" not in browser.session
    assert key_of(browser) != before
    assert browser.session.get("account_authentication_methods_user") == str(roles.memberB.pk)

    # Even where the first one never signed out, the way in does not mix the two.
    browser = sign_in(Client(), roles.stewardA)
    browser.post("/accounts/login/", {"login": roles.stewardB.email})
    assert browser.session["_auth_user_id"] == str(roles.stewardA.pk)


def test_a_closed_account_is_out_at_its_next_request(roles):
    browser = Client()
    by_code(browser, roles.memberA)
    assert browser.get("/desk/").status_code == 200

    roles.memberA.is_active = False
    roles.memberA.save()

    assert browser.get("/desk/")["Location"].startswith("/accounts/login/")
