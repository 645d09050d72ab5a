"""No address of the portal sends anybody elsewhere, whatever it is told about the way back.

Nobody has to remember which views take a `next`: each case of the matrix is asked with a harmless
one under every usual name, and where the answer knows of it, all bad ones are tried.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils.http import urlencode

from tests.attacks.elsewhere import ELSEWHERE, NAMES, led_astray
from tests.sign_in import sign_in
from tests.url_map import patterns

from .case import Case
from .cases import CASES

pytestmark = pytest.mark.django_db
MARK = "/practices/?mark=qqmarkqq"
# The ways in and out, which no row of the matrix governs.
WAYS = [
    Case("", method, f"/{route.strip('^$')}")
    for method in ("GET", "POST")
    for name, route in patterns()
    if name.startswith(("account_", "mfa_")) and "<" not in route
]


def ask(case, client, t, who, wanted, headers):
    address = case.address(t, who)
    told = urlencode(dict.fromkeys(NAMES, wanted))
    address += f"{'&' if '?' in address else '?'}{told}"
    with transaction.atomic():
        if case.before:
            case.before(t, who)
        if case.writes:
            form = case.form(t, who) | dict.fromkeys(NAMES, wanted)
            answer = client.post(address, form, headers=headers)
        else:
            answer = client.get(address, headers=headers)
        if answer.streaming:
            list(answer.streaming_content)  # reading to the end closes the file
        transaction.set_rollback(True)
    return answer


def knows(answer):
    return "qqmarkqq" in repr(answer.headers) or (
        not answer.streaming and b"qqmarkqq" in answer.content
    )


WAYS_THAT_TAKE_ONE = {
    "anon": {("POST", "account_logout"), ("GET", "account_login"), ("POST", "account_signup")},
    "memberA": {("POST", "account_logout"), ("GET", "account_login"), ("GET", "account_logout")},
    "stewardA": {("POST", "account_logout"), ("POST", "account_reauthenticate")},
    "unproved": {("POST", "account_logout"), "/accounts/2fa/"},
}
HOW = ({}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"})


@pytest.mark.parametrize("who", ["anon", "memberA", "stewardA", "unproved"])
def test_nobody_is_sent_elsewhere(who, things):
    person = "stewardA" if who == "unproved" else who
    user = getattr(things, person, None)

    def browser():
        return sign_in(Client(), user, with_factor=who != "unproved") if user else Client()

    client, taking = browser(), {}
    for case in one_each(things, person):
        found = ask(case, client, things, person, MARK, {})
        door = (case.method, name_of(case, things))
        gate = urlsplit(found.get("Location", "")).path
        if gate and gate != urlsplit(MARK).path:  # many doors lead through one: it is tried once
            door = gate
        if not knows(found) or door in taking:
            continue
        taking[door] = case
        for number, bad in enumerate(ELSEWHERE):
            found = ask(case, client, things, person, bad, HOW[number % len(HOW)])
            assert found.status_code < 500, (case, bad)
            assert list(led_astray(found)) == [], (case, bad)
            if user and not has_session(client, user):  # signed out on the way
                client = browser()

    assert WAYS_THAT_TAKE_ONE[who] <= taking.keys()


def one_each(things, who):
    """One case for each view and method, the ways in and out among them."""
    seen = set()
    for case in [*WAYS, *CASES]:
        if case.address(things, who):
            key = (case.method, name_of(case, things))
            if key not in seen:
                seen.add(key)
                yield case


def name_of(case, things):
    try:
        return resolve(urlsplit(case.address(things, "stewardA")).path).view_name
    except Resolver404:
        return ""


def has_session(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)
