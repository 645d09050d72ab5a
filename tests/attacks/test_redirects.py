"""Whole ways in and out, walked to the end with a bad way back; and what browsers make of one.

That no other address of the portal takes one unchecked is tried in tests/access/test_redirects.py.
"""

from __future__ import annotations

import re
import time
import uuid

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import caches
from django.test import Client

from tests.sign_in import sign_in

from .elsewhere import ELSEWHERE, led_astray, where

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "a staple of horses"


@pytest.fixture(autouse=True)
def _served_by_another_name_too(settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "other.testserver.example.org"]


def mailed_code():
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def app_code():
    caches["default"].key_prefix = uuid.uuid4().hex  # each code is used many times here
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def by_code(client, roles, bad):
    yield client.post("/accounts/login/", {"login": roles.memberA.email, "next": bad})
    yield client.get("/accounts/login/code/confirm/", {"next": bad})
    yield client.post("/accounts/login/code/confirm/", {"code": mailed_code(), "next": bad})


def by_password(client, roles, bad):
    form = {"login": roles.memberA.email, "password": PASSWORD, "next": bad}
    yield client.post("/accounts/login/", form)


def with_factor(client, roles, bad):
    form = {"login": roles.stewardA.email, "password": PASSWORD, "next": bad}
    yield client.post("/accounts/login/", form)
    yield client.get("/accounts/2fa/authenticate/", {"next": bad})
    form = {"code": app_code(), "next": bad}
    yield client.post("/accounts/2fa/authenticate/", form)


def at_the_gate(client, roles, bad):
    sign_in(client, roles.stewardA, with_factor=False)
    yield client.get("/accounts/2fa/reauthenticate/", {"next": bad})
    form = {"code": app_code(), "next": bad}
    yield client.post("/accounts/2fa/reauthenticate/", form)


def signing_up(client, roles, bad):
    email = f"pat{len(mail.outbox)}@people.example.org"
    yield client.post("/accounts/signup/", {"email": email, "name": "Pat", "next": bad})
    yield client.get("/accounts/confirm-email/", {"next": bad})
    yield client.post("/accounts/confirm-email/", {"code": mailed_code(), "next": bad})


def by_password_again(client, roles, bad):
    sign_in(client, roles.memberA)
    form = {"password": PASSWORD, "next": bad}
    yield client.post("/accounts/reauthenticate/", form)


def signing_out(client, roles, bad):
    sign_in(client, roles.memberA)
    yield client.get("/accounts/logout/", {"next": bad})
    yield client.post("/accounts/logout/", {"next": bad})


WALKS = [by_code, by_password, with_factor, at_the_gate, signing_up, by_password_again, signing_out]
LANDS = {  # where those land who brought no way back of ours
    by_code: {"/desk/"}, by_password: {"/desk/"}, with_factor: {"/desk/"},
    at_the_gate: {"/desk/"}, signing_up: {"/welcome/"}, by_password_again: {"/desk/"},
    signing_out: {"/"},
}  # fmt: skip


@pytest.mark.parametrize("walk", WALKS)
def test_every_way_ends_at_home(walk, roles):
    for user in (roles.memberA, roles.stewardA):
        user.set_password(PASSWORD)
        user.save()
    TOTP.activate(roles.stewardA, SECRET)

    for bad in ELSEWHERE:
        for answer in walk(Client(), roles, bad):
            assert answer.status_code < 500, bad
            assert list(led_astray(answer)) == [], bad
        if not bad.startswith(("/desk/", "/%09/")):  # which stay here
            assert answer["Location"] in LANDS[walk], bad

    good = list(walk(Client(), roles, "/meetings/?from=here"))[-1]
    assert good["Location"] == "/meetings/?from=here"


@pytest.mark.parametrize("bad", ELSEWHERE)
def test_the_measure_knows_what_is_bad(bad):
    """Each of them leads elsewhere in some browser, or needs what no header can hold."""
    tame = bad.startswith(("/desk/", "/%09/", "https://testserver@", "http://other"))
    assert tame or where("http://testserver/accounts/login/", bad) != ("http:", "testserver")


@pytest.mark.parametrize("path", ["//evil.example.com/", "//evil.example.com/desk", "/\\evil/.."])
def test_a_slash_too_many_is_no_other_host(path, roles):
    """The gate and the sign-in page lead back to the address that was asked for."""
    clients = (Client(), sign_in(Client(), roles.stewardA, with_factor=False))
    for client in clients:
        answer = client.get("/x", PATH_INFO=path)
        assert list(led_astray(answer)) == []
