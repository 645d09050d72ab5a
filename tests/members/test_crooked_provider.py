"""A provider that breaks the rules of OpenID Connect: nobody comes in, and nothing falls over.

OpenID Connect Core 1.0, 3.1.3.7 and 5.3.2; Discovery 1.0, 4.3; RFC 7636; RFC 9207.
"""

from __future__ import annotations

import time

import jwt
import pytest
from django.test import Client

from members import discovery
from members.models import User
from tests.crooked_provider import OTHER_KEY, signed
from tests.oidc import come_back, set_off

pytestmark = pytest.mark.django_db


def tried(crook, way, **query):
    client = Client()
    back = crook.lets_in(set_off(client, way))
    for name, value in query.items():
        back += f"&{name}={value}"
    return client, come_back(client, back)


def refused(crook, way, **query):
    people = User.objects.count()
    client, answer = tried(crook, way, **query)
    assert answer.status_code == 401, (answer.status_code, answer.get("Location"))
    assert "Signing on did not work" in answer.content.decode()
    assert client.get("/accounts/sign-on/new/")["Location"] == "/accounts/login/"
    assert User.objects.count() == people
    way.refresh_from_db()
    return way.failed_why


def test_an_honest_answer_is_taken(crook, way):
    _, answer = tried(crook, way)

    assert answer["Location"] == "/accounts/sign-on/new/"
    token = next(form for path, form in crook.asked if path == "/token")
    assert len(token["code_verifier"]) >= 43  # and its hash was the challenge, or no token came
    assert token["client_secret"] == "told to nobody"
    assert token["redirect_uri"] == f"http://testserver{way.get_callback_url()}"


def test_the_code_is_worth_nothing_without_the_verifier(crook, way):
    client = Client()
    back = crook.lets_in(set_off(client, way))
    crook.challenge = "of another browser"

    assert come_back(client, back).status_code == 401


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"iss": "https://other.example.org"}, "not valid"),
        ({"iss": None}, "not valid"),
        ({"aud": "another client"}, "not valid"),
        ({"aud": None}, "not valid"),
        ({"aud": ["portal", "other"], "azp": "other"}, "for another client"),
        ({"exp": int(time.time()) - 3600}, "not valid"),
        ({"exp": None}, "not valid"),
        ({"iat": int(time.time()) + 3600}, "not valid"),
        ({"nonce": "another"}, "another request"),
        ({"nonce": None}, "another request"),
        ({"sub": None}, "not valid"),
        ({"sub": ""}, "cannot keep"),
        ({"sub": "s" * 256}, "cannot keep"),
    ],
)
def test_claims_that_do_not_hold(crook, way, claims, why):
    crook.claims = claims

    assert why in refused(crook, way)


@pytest.mark.parametrize(
    "sign",
    [
        lambda claims: signed(claims, OTHER_KEY),
        lambda claims: jwt.encode(claims, None, algorithm="none"),
        lambda claims: jwt.encode(claims, "told to nobody" * 3, algorithm="HS256"),
        lambda claims: signed(claims)[:-8] + "AAAAAAAA",
        lambda _: "not.a.token",
        lambda _: "",
        lambda _: None,
        lambda _: 7,
    ],
    ids=["other key", "none", "HS256", "changed", "no token", "empty", "missing", "a number"],
)
def test_signatures_that_do_not_hold(crook, way, sign):
    crook.sign = sign

    assert "ID token" in refused(crook, way)


@pytest.mark.parametrize("keys", [{}, {"keys": []}, [], "no", {"keys": [{"kty": "weird"}]}])
def test_keys_that_are_none(crook, way, keys):
    crook.keys = keys
    refused(crook, way)


def test_the_id_token_decides_who_it_is(crook, way):
    """Userinfo that speaks of somebody else is not asked for an address."""
    crook.claims = {"email": None, "email_verified": None}
    crook.userinfo = {"sub": "boss", "email": "boss@heron.example.org", "email_verified": True}
    assert "somebody else" in refused(crook, way)

    crook.userinfo = {"sub": "crook", "email": "c@heron.example.org", "email_verified": True}
    client, answer = tried(crook, way)
    assert answer["Location"] == "/accounts/sign-on/new/"
    assert "c@heron.example.org" in client.get("/accounts/sign-on/new/").content.decode()


def test_an_address_and_its_proof_come_from_one_place(crook, way):
    crook.claims = {"email_verified": None}
    crook.userinfo = {"sub": "crook", "email_verified": True}

    _, answer = tried(crook, way)

    assert answer.status_code == 403
    assert "is verified" in answer.content.decode()


@pytest.mark.parametrize("userinfo", [[], "x", None, {"sub": ["crook"]}])
def test_userinfo_that_is_none(crook, way, userinfo):
    crook.claims = {"email": None}
    crook.userinfo = userinfo
    refused(crook, way)


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "application/json"}, b"[1"),
        (200, {"Content-Type": "application/json"}, b"[]"),
        (200, {"Content-Type": "application/json"}, b"7"),
        (200, {"Content-Type": "application/json"}, b"[" * 200_000),
        (200, {}, b""),
        (500, {}, b"broken"),
        (302, {"Location": "http://127.0.0.1:1/"}, b""),
        (200, {"Content-Type": "application/json"}, b'{"access_token": 5, "id_token": {}}'),
        (200, {"Content-Type": "application/json"}, b"x" * 2_000_000),
    ],
    ids=["cut", "list", "number", "deep", "empty", "error", "redirect", "types", "huge"],
)
@pytest.mark.parametrize("path", ["/token", "/jwks", "/.well-known/openid-configuration"])
def test_answers_that_make_no_sense(crook, way, path, answer):
    client = Client()
    back = crook.lets_in(set_off(client, way))
    crook.raw[path] = answer

    assert come_back(client, back).status_code == 401


def test_an_issuer_that_changed_its_name_meanwhile(crook, way):
    """The configured issuer equals the discovered one, at every sign-on and not only at set-up."""
    client = Client()
    back = crook.lets_in(set_off(client, way))
    crook.document["issuer"] = "https://other.example.org"

    assert come_back(client, back).status_code == 401
    assert Client().post(way.get_absolute_url()).status_code == 401


def test_an_answer_that_says_it_is_anothers(crook, way):
    assert "another provider" in refused(crook, way, iss="https://other.example.org")
    _, answer = tried(crook, way, iss=crook.issuer)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"issuer": "https://other.example.org"}, "calls itself https://other.example.org"),
        ({"issuer": None}, "calls itself nothing"),
        ({"authorization_endpoint": None}, "where people sign on"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "where people sign on"),
        ({"authorization_endpoint": "https://x.example.org/?p=1"}, "question mark of its own"),
        ({"token_endpoint": "https://user:word@host.example.org/"}, "exchange the code"),
        ({"jwks_uri": "ftp://host.example.org/"}, "where its keys are"),
        ({"userinfo_endpoint": "//x"}, "userinfo_endpoint"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "none of the ways"),
        ({"code_challenge_methods_supported": ["plain"]}, "does not know PKCE"),
    ],
)
def test_documents_that_will_not_do(crook, change, sentence):
    crook.document.update(change)

    with pytest.raises(discovery.CannotUse) as refusal:
        discovery.look_up(crook.issuer)
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    "issuer",
    [
        "https://169.254.169.254", "https://10.0.0.1", "https://192.168.1.1", "https://172.16.0.1",
        "https://127.0.0.1", "https://localhost", "https://[::1]", "https://[fd00::1]",
        "https://[::ffff:10.0.0.1]", "https://0.0.0.0", "https://100.64.0.1", "https://2130706433",
        "https://0x7f.1", "https://127.1", "https://224.0.0.1", "http://login.example.org",
        "file:///etc/passwd", "gopher://x.example.org", "https://u:p@login.example.org",
        "https://login.example.org?x=1", "https://login.example.org#x", "https://", "login", "",
        "https://login.example.org:0", "https://login.example.org:99999", "https://lo gin.example",
        "https://xn--.example.org\u2028", "https://" + "a" * 64 + ".example.org",
    ],
)  # fmt: skip
def test_nothing_is_fetched_from_inside(settings, issuer, monkeypatch):
    """Private, loopback, link-local, shared, mapped and oddly written addresses."""
    import socket

    settings.SIGN_ON_FROM_LOOPBACK = False
    opened = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, where: opened.append(where))

    with pytest.raises(discovery.CannotUse):
        discovery.look_up(issuer)
    assert opened == []


@pytest.mark.parametrize(
    ("answers", "opened"),
    [(["10.1.2.3"], []), (["93.184.216.34", "10.1.2.3"], [("93.184.216.34", 443)])],
    ids=["inside", "inside at the second question"],
)
def test_a_name_is_looked_up_once_and_judged(settings, monkeypatch, answers, opened):
    """The connection goes to the address that was judged, not to what the DNS says next."""
    import socket

    settings.SIGN_ON_FROM_LOOPBACK = False
    given, tried_to_reach = iter([*answers, "10.1.2.3", "10.1.2.3"]), []

    def getaddrinfo(host, port, *args, **kwargs):
        address = next(given) if host == "login.example.org" else host.strip("[]")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(self, where):
        tried_to_reach.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connect)

    with pytest.raises(discovery.CannotUse):
        discovery.look_up("https://login.example.org")
    assert tried_to_reach == opened


def test_redirects_are_not_followed(crook):
    crook.raw["/.well-known/openid-configuration"] = (
        302, {"Location": f"{crook.issuer}/elsewhere"}, b"",
    )  # fmt: skip

    with pytest.raises(discovery.CannotUse) as refusal:
        discovery.look_up(crook.issuer)
    assert "sends us on" in refusal.value.sentence
    assert [path for path, _ in crook.asked] == ["/.well-known/openid-configuration"]
