"""Nobody learns from an answer whether an address has an account.

The same conversation is held about an address that nobody has and about addresses of every kind
of account: status, headers, cookies, body, how many mails go out and how many passwords are hashed
are the same, step by step.
"""

from __future__ import annotations

import json
import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client

from members.models import User
from tests.factories import MembershipFactory, UserFactory
from tests.matrix import answer_of, masked
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
HOW = {
    "a browser": {},
    "htmx": {"HX-Request": "true"},
    "a script": {"X-Requested-With": "XMLHttpRequest"},
    "a program": {"Accept": "application/json"},
}
WRONG = {"code": "WRONG-CODE"}
RESEND = {"action": "resend"}
LOGIN_CODE = "/accounts/login/code/confirm/"
TALKS = {
    "sign-up": [
        ("/accounts/signup/", {"email": "{}", "name": "Pat Lund"}),
        ("/accounts/confirm-email/", None),
        ("/accounts/confirm-email/", WRONG),
        ("/accounts/confirm-email/", RESEND),
        ("/accounts/confirm-email/", {"action": "change", "email": "third@people.example.org"}),
        ("/accounts/confirm-email/", None),
        *[("/accounts/confirm-email/", WRONG)] * 3,
        ("/accounts/signup/", None),
    ],
    "sign-in with a code": [
        ("/accounts/login/", {"login": "{}"}),
        (LOGIN_CODE, None),
        (LOGIN_CODE, WRONG),
        (LOGIN_CODE, RESEND),
        *[(LOGIN_CODE, WRONG)] * 3,
        ("/accounts/login/", None),
    ],
    "sign-in with a code, asked for by itself": [
        ("/accounts/login/code/", {"email": "{}"}),
        (LOGIN_CODE, None),
        ("/accounts/signup/", None),
        ("/accounts/login/", None),
    ],
    "sign-in with a password": [
        ("/accounts/login/", {"login": "{}", "password": "a guess of words"}),
        ("/accounts/login/", {"login": "{}", "password": "a guess of words", "remember": "on"}),
    ],
    "reset of a password": [
        ("/accounts/password/reset/", {"email": "{}"}),
        ("/accounts/password/reset/confirm/", None),
        *[("/accounts/password/reset/confirm/", WRONG)] * 4,
        ("/accounts/password/reset/complete/", None),
    ],
    "a proposal": [
        ("/institutions/propose/", {
            "name": "Marsh Wren Clinic", "kind": "clinic", "city": "Aitkin", "counties": "Aitkin",
            "why": "To compare.", "proposer_name": "Pat Lund", "email": "{}"}),
        ("/institutions/propose/thanks/", None),
    ],
}  # fmt: skip
INSIDE = {
    "a new address of one's own": [
        ("/accounts/email/", {"action_add": "", "email": "{}"}),
        ("/accounts/email/", None),
        ("/accounts/confirm-email/", None),
        ("/accounts/confirm-email/", WRONG),
        ("/accounts/confirm-email/", RESEND),
        *[("/accounts/confirm-email/", WRONG)] * 3,
        ("/accounts/email/", None),
    ],
    "an invitation": [
        ("/institutions/heron-lake-health/invite/", {"email": "{}", "role": "contributor"}),
        ("/institutions/heron-lake-health/people/", None),
    ],
}  # fmt: skip


class Counting(MD5PasswordHasher):
    """Says how often a password was hashed."""

    number = 0

    def encode(self, *args, **kwargs):
        type(self).number += 1
        return super().encode(*args, **kwargs)


@pytest.fixture(autouse=True)
def _counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]


@pytest.fixture
def known(roles):
    """An address of every kind of account that there is."""

    def address(kind, **more):
        user = UserFactory(email=f"{kind}@people.example.org", **more)
        return user.email

    made = {
        "code-only": address("code-only"),
        "with-password": address("with-password"),
        "closed": address("closed", is_active=False),
        "unfinished": address("unfinished", verified=False),
        "with-factor": address("with-factor"),
        "serving": address("serving", is_coordinator=True),
    }
    for kind in ("code-only", "unfinished"):
        user = User.objects.get(email=made[kind])
        user.set_unusable_password()
        user.save()
    for kind in ("with-password", "closed", "with-factor", "serving"):
        user = User.objects.get(email=made[kind])
        user.set_password("a staple of horses")
        user.save()
    TOTP.activate(User.objects.get(email=made["with-factor"]), SECRET)
    User.objects.get(email=made["unfinished"]).emailaddress_set.create(
        email=made["unfinished"], primary=True
    )
    MembershipFactory(user=User.objects.get(email=made["with-password"]), institution=roles.b)
    return made


def conversation(client, steps, address, headers):
    """What came back at each step, the address taken out."""
    heard = []
    for path, form in steps:
        before, hashed = len(mail.outbox), Counting.number
        if form is None:
            answer = client.get(path, headers=headers)
        else:
            sent = {name: value.format(address) for name, value in form.items()}
            answer = client.post(path, sent, headers=headers)
        heard.append(
            {
                "where": path,
                "answer": without(address, answer_of(answer)),
                "cookies": sorted(answer.cookies),
                "mails": len(mail.outbox) - before,
                "hashed": Counting.number - hashed,
            }
        )
    return heard


def without(address, answer):
    body = answer.body
    if answer.headers.get("Content-Type") == "application/json" and body:  # a page within data
        body = repr(json.loads(body)).replace(r"\n", "\n").encode()
    body = re.sub(rb'datetime="[^"]+"', b"", masked(body))
    body = body.replace(address.encode(), b"ADDRESS")
    body = re.sub(rb"/invitations/\d+/", b"/invitations/N/", body)
    headers = {
        name: value.replace(address, "ADDRESS")
        for name, value in answer.headers.items()
        if name not in {"ETag", "Expires", "Content-Length"}
    }
    return answer.status, headers, body


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("talk", TALKS)
def test_known_and_unknown_addresses_hear_the_same(
    talk, how, known, django_capture_on_commit_callbacks
):
    def heard(address):
        with django_capture_on_commit_callbacks(execute=True):
            return conversation(Client(), TALKS[talk], address, HOW[how])

    unknown = heard("nobody@people.example.org")

    assert unknown[0]["answer"][0] < 500
    for kind, address in known.items():
        for expected, found in zip(unknown, heard(address), strict=True):
            assert found == expected, (kind, expected["where"])


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("talk", INSIDE)
def test_whoever_is_signed_in_learns_no_more(
    talk, how, known, roles, django_capture_on_commit_callbacks
):
    roles.stewardA.set_password("a staple of horses")
    roles.stewardA.save()

    def heard(address):
        client = sign_in(Client(), roles.stewardA)
        session = client.session
        session["account_authentication_methods"][0]["reauthenticated"] = True
        session.save()
        with django_capture_on_commit_callbacks(execute=True):
            return conversation(client, INSIDE[talk], address, HOW[how])

    unknown = heard("nobody@people.example.org")
    roles.a.invitations.all().delete()

    for kind, address in known.items():
        for expected, found in zip(unknown, heard(address), strict=True):
            assert found == expected, (kind, expected["where"])
        roles.a.invitations.all().delete()
