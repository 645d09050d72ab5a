"""Guessing is stopped for each account and each network; a hospital at 08:00 is not.

The rates are those of the settings, which other tests switch off.
"""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory

from collaborative.core.middleware.proxies import TrustedProxies
from collaborative.settings import base
from members.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a staple of horses"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TOO_OFTEN = "tried too often"
HOSPITAL, HOME = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "198.51.100.7"}


@pytest.fixture(autouse=True)
def _true_rates(settings):
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    settings.MFA_RATE_LIMITS = base.MFA_RATE_LIMITS


def people(number):
    made = [UserFactory() for _ in range(number)]
    made[0].set_password(PASSWORD)
    User.objects.filter(pk__in=[user.pk for user in made]).update(password=made[0].password)
    return list(User.objects.filter(pk__in=[user.pk for user in made]).order_by("pk"))


def sign_in(email, password=PASSWORD, **where):
    return Client(**where).post("/accounts/login/", {"login": email, "password": password})


def is_let_in(answer):
    return answer.status_code == 302 and "tried" not in answer.content.decode()


def test_two_hundred_sign_in_with_passwords_and_factors_behind_one_address():
    """Some mistype once; some have an authenticator app."""
    everybody = people(200)
    let_in = 0
    for number, user in enumerate(everybody):
        has_app = number % 8 == 0
        if number % 4 == 0:
            assert sign_in(user.email, "mistyped", **HOSPITAL).status_code == 200
        client = Client(**HOSPITAL)
        if has_app:
            TOTP.activate(user, SECRET)
        answer = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
        if has_app:
            assert answer["Location"] == "/accounts/2fa/authenticate/"
            code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
            answer = client.post("/accounts/2fa/authenticate/", {"code": code})
        let_in += answer.status_code == 302 and answer["Location"] == "/desk/"

    assert let_in == 200


def test_one_account_is_closed_to_guesses_from_everywhere():
    user, other = people(2)
    for number in range(5):
        answer = sign_in(user.email, f"guess {number}", REMOTE_ADDR=f"203.0.113.{number}")
        assert TOO_OFTEN not in answer.content.decode()

    assert TOO_OFTEN in sign_in(user.email, **HOME).content.decode()  # even the right one
    assert is_let_in(sign_in(other.email, **HOME))
    # The way that does not depend on guesses stays open: a code to the mailbox.
    assert Client(**HOME).post("/accounts/login/", {"login": user.email}).status_code == 302


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/accounts/login/", "login"),
        ("/accounts/login/code/", "email"),
        ("/accounts/password/reset/", "email"),
        ("/accounts/signup/", "email"),
    ],
)
def test_one_mailbox_is_not_filled(path, name):
    user, other = people(2)
    for number in range(12):
        where = {"REMOTE_ADDR": f"203.0.113.{number}"}
        Client(**where).post(path, {name: user.email, "name": "Pat"})
    Client(**HOME).post(path, {name: other.email, "name": "Pat"})

    assert [letter.to[0] for letter in mail.outbox].count(user.email) == 5
    assert mail.outbox[-1].to == [other.email]


def test_one_network_does_not_try_a_password_at_everybody():
    """One guess an account stays below what each account allows."""
    for number in range(300):
        sign_in(f"nobody{number}@people.example.org", **HOSPITAL)
    (user,) = people(1)

    assert TOO_OFTEN in sign_in(user.email, "guess", **HOSPITAL).content.decode()
    assert is_let_in(sign_in(user.email, **HOME))


@pytest.fixture
def three_failures(settings):
    """How many guesses get through from one address: three, so that tests stay short."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}

    def guesses(*addresses):
        """Whether each of these tries was answered; (REMOTE_ADDR, X-Forwarded-For)."""
        return [
            TOO_OFTEN
            not in sign_in(
                f"u{number}@people.example.org", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=claimed
            ).content.decode()
            for number, (peer, claimed) in enumerate(addresses)
        ]

    return guesses


def test_a_forwarded_address_of_ones_own_making_counts_nothing(three_failures):
    """No trusted proxy: whoever writes another address each time is the same visitor."""
    tries = [("203.0.113.9", f"198.51.100.{number}") for number in range(5)]

    assert three_failures(*tries) == [True, True, True, False, False]


def test_behind_a_proxy_the_hop_before_it_counts(three_failures, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    forging = [("10.0.0.1", f"198.51.100.{number}, 203.0.113.9") for number in range(5)]
    two_hops = [("10.0.0.1", "203.0.113.9, 10.2.0.1")]
    garbage = [("10.0.0.1", "203.0.113.9, unknown")] * 2
    others = [("10.0.0.1", f"198.51.100.{number}") for number in range(5)]

    assert three_failures(*forging) == [True, True, True, False, False]
    assert three_failures(*two_hops) == [False]
    assert three_failures(*garbage) == [True, True]  # counted for the proxy itself
    assert three_failures(*others) == [True] * 5
    # Past the proxy nobody speaks for it.
    assert three_failures(("203.0.113.9", "10.0.0.1")) == [False]


def test_a_network_of_ipv6_is_one_visitor(three_failures):
    """A home has 2^64 addresses of its own, so they are counted as one (a /64)."""
    one = [(f"2001:db8:1:1::{number}", "") for number in range(5)]
    others = [(f"2001:db8:1:{number + 2}::1", "") for number in range(5)]

    assert three_failures(*one) == [True, True, True, False, False]
    assert three_failures(*others) == [True] * 5


def test_ipv4_in_the_clothes_of_ipv6_is_ipv4(three_failures, settings):
    """A server that listens for both: else all of IPv4 would be one network."""
    mapped = [(f"::ffff:203.0.113.{number}", "") for number in range(5)]
    assert three_failures(*mapped) == [True] * 5

    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    behind = [("::ffff:10.0.0.1", f"203.0.113.{number + 20}") for number in range(5)]
    assert three_failures(*behind) == [True] * 5


@pytest.mark.parametrize(
    ("peer", "claimed", "proto", "address", "scheme"),
    [
        ("203.0.113.9", "198.51.100.1", "https", "203.0.113.9", "http"),
        ("10.0.0.1", "198.51.100.1", "https", "198.51.100.1", "https"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "http", "203.0.113.9", "http"),
        ("10.0.0.1", "198.51.100.1, 10.0.0.2, 10.0.0.3", "", "198.51.100.1", "http"),
        ("10.0.0.1", "203.0.113.9, ::ffff:198.51.100.1", "", "198.51.100.1", "http"),
        ("10.0.0.1", "203.0.113.9, nonsense", "", "10.0.0.1", "http"),
        ("10.0.0.1", "nonsense, 203.0.113.9", "", "203.0.113.9", "http"),
        ("10.0.0.1", "", "https", "10.0.0.1", "https"),
        ("", "198.51.100.1", "https", "", "http"),
    ],
)
def test_whose_word_counts(peer, claimed, proto, address, scheme, settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    seen = RequestFactory().get(
        "/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=claimed, HTTP_X_FORWARDED_PROTO=proto
    )

    TrustedProxies(lambda _: HttpResponse())(seen)

    assert (seen.META["REMOTE_ADDR"], seen.scheme) == (address, scheme)
    assert "HTTP_X_FORWARDED_FOR" not in seen.META
