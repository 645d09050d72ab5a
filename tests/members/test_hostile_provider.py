"""A provider that means harm: no answer ends in an error, takes long, or gets a secret kept."""

from __future__ import annotations

import json
import socket
import threading
import time

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from members import discovery
from tests.factories import UserFactory
from tests.oidc import come_back, set_off

pytestmark = pytest.mark.django_db


def tried(crook, way):
    client = Client()
    return client, come_back(client, crook.lets_in(set_off(client, way)))


def says(crook, path, value):
    crook.raw[path] = (200, {"Content-Type": "application/json"}, json.dumps(value).encode())


LISTS = (
    "id_token_signing_alg_values_supported",
    "code_challenge_methods_supported",
    "token_endpoint_auth_methods_supported",
)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("value", [5, True, "RS256", [[]], [5], {"RS256": 1}], ids=str)
def test_lists_that_are_none(crook, way, name, value):
    """Refused at set-up and at the next sign-on, each time with a sentence."""
    crook.document[name] = value

    with pytest.raises(discovery.CannotUse) as refusal:
        discovery.look_up(crook.issuer)
    assert f"at {name} is no list" in refusal.value.sentence
    assert Client().post(way.get_absolute_url()).status_code == 401
    way.refresh_from_db()
    assert f"at {name} is no list" in way.failed_why


@pytest.mark.parametrize("name", LISTS)
def test_a_null_is_silence(crook, way, name):
    crook.document[name] = None

    assert tried(crook, way)[1]["Location"] == "/accounts/sign-on/new/"


@pytest.mark.parametrize(
    "keys",
    [
        {"keys": ["x"]}, {"keys": [None]}, {"keys": 5}, {"keys": {"a": 1}}, {"keys": [[]]},
        {"keys": [{"kty": [], "kid": "k1"}]}, {"keys": [{"kty": "RSA", "alg": [], "kid": "k1"}]},
        {"keys": [{"kty": "RSA", "n": 5, "e": [], "kid": "k1"}]},
        {"keys": [{"kty": "RSA", "n": "_" * 300_000, "e": "AQAB", "kid": "k1"}]},
        {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "k1"}]},
        {"keys": [{"kty": "oct", "k": "A" * 43, "kid": "k1"}]},
    ],
    ids=lambda keys: str(keys)[:60],
)  # fmt: skip
def test_keys_that_nobody_makes(crook, way, keys):
    crook.keys = keys

    assert tried(crook, way)[1].status_code == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": float("inf")}, {"iat": float("inf")}, {"exp": []}, {"iat": {}}, {"nbf": "x"},
        {"aud": {}}, {"azp": []}, {"nonce": []}, {"sub": ["x"]},
        {"sub": "a\x00b"}, {"sub": "a\ud800"}, {"sub": "a\nb"},
    ],
    ids=str,
)  # fmt: skip
def test_claims_of_strange_kinds(crook, way, claims):
    crook.claims = claims

    assert tried(crook, way)[1].status_code == 401
    way.refresh_from_db()
    assert "ID token" in way.failed_why or "cannot keep" in way.failed_why


@pytest.mark.parametrize(
    "email", ["a\x00@heron.example.org", "a\ud800@heron.example.org", {"a": 1}]
)
def test_an_address_that_nothing_can_keep(crook, way, email):
    """Also of somebody who is linked already, whose link remembers the address."""
    crook.claims = {"email": email}
    assert tried(crook, way)[1].status_code == 403

    linked = UserFactory(email="crook@heron.example.org")
    SocialAccount.objects.create(user=linked, provider=way.provider_id, uid="crook")
    assert tried(crook, way)[1].status_code == 403


@pytest.mark.parametrize("name", ["N\x00", "a\ud800", "x\r\nBcc: y@z.example.org", 5, None, []])
def test_a_name_that_nobody_can_type(crook, way, name):
    crook.claims = {"name": name}
    client, answer = tried(crook, way)

    page = client.get(answer["Location"])

    assert page.status_code == 200
    assert page.context["form"].initial["name"] == ""


@pytest.mark.parametrize("seconds", [10**12, float("inf"), "x", [1], {}], ids=str)
def test_how_long_a_token_lives_does_not_matter(crook, way, seconds):
    says(crook, "/token", {"access_token": "a", "expires_in": seconds, "id_token": "x.y.z"})

    assert tried(crook, way)[1].status_code == 401
    way.refresh_from_db()
    assert way.failed_why == "The ID token is not valid."


def test_a_secret_that_is_said_back_is_not_kept(crook, way, caplog):
    """A token endpoint that repeats what it got, in an error or beside a missing token."""
    says(crook, "/token", {"error": "invalid_client", "you_said": "told to nobody"})

    answer = tried(crook, way)[1]

    way.refresh_from_db()
    assert "no token for the code" in way.failed_why
    assert "told to nobody" not in way.failed_why + caplog.text + answer.content.decode()


def test_no_token_lies_in_a_session(crook, way):
    client, _ = tried(crook, way)

    assert "token" not in client.session["socialaccount_sociallogin"]


@pytest.mark.parametrize(
    "begins", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"],
    ids=["headers", "body"],
)  # fmt: skip
def test_a_provider_that_drips_holds_nobody(settings, begins):
    """A byte now and then keeps a socket's own timeout from ever coming."""
    settings.SIGN_ON_SECONDS = 0.5
    over = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def drip():
        peer, _ = server.accept()
        with peer:
            try:
                peer.sendall(begins)
                while not over.wait(0.1):
                    peer.sendall(b"x")
            except OSError:
                return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    began = time.monotonic()

    with pytest.raises(discovery.CannotUse) as refusal:
        discovery.look_up(f"http://127.0.0.1:{server.getsockname()[1]}")

    assert time.monotonic() - began < 5
    assert "No usable answer came" in refusal.value.sentence
    over.set()
    thread.join(5)
    server.close()
