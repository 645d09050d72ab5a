"""Second factors: who needs one, that nothing opens before, and no way around it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from members import factors
from members.enums import Role
from members.middleware import OPEN, OPEN_NAMESPACES, SETTING_UP
from members.models import Membership
from members.permissions import needs_second_factor
from tests.sign_in import sign_in
from tests.test_architecture import patterns

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP = "/accounts/2fa/"
PROVE = "/accounts/2fa/reauthenticate/"


def code_now(secret=SECRET, later=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def mailed_code():
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]


def without_proof(user):
    return sign_in(Client(), user, with_factor=False)


def by_code(client, user, **more):
    """Signs in with the code from the mail; the answer to the code."""
    client.post("/accounts/login/", {"login": user.email, **more})
    return client.post("/accounts/login/code/confirm/", {"code": mailed_code(), **more})


def test_the_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, SHA-1: time 59 s, 8 digits 94287082; ours are the last six."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # "12345678901234567890"
    expected = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {
        moment: format_hotp_value(hotp_value(secret, moment // 30)) for moment in expected
    } == expected


def test_who_needs_one(roles):
    roles.editor = roles.memberB
    roles.editor.is_editor = True
    needing = {name for name, user in vars(roles).items()
               if hasattr(user, "email") and needs_second_factor(user)}  # fmt: skip

    assert needing == {"stewardA", "stewardB", "coord", "siteadmin", "editor", "memberB"}


@pytest.mark.parametrize("who", ["stewardA", "coord", "siteadmin"])
def test_nothing_else_opens_before(roles, who):
    """Every address without arguments: to the set-up, or open to everybody alike."""
    client, other = without_proof(getattr(roles, who)), without_proof(roles.memberA)
    led = 0
    for name, route in patterns():
        if "<" in route or "(" in route or name in OPEN or name.split(":")[0] in OPEN_NAMESPACES:
            continue
        if name in SETTING_UP:
            continue
        answer = client.get(f"/{route.strip('^$')}")
        if answer.status_code != 404:
            assert answer.get("Location", "").startswith(SET_UP), (name, route, answer.status_code)
            led += 1
    assert led > 40

    for path in ("/desk/", "/account/", "/practices/", "/", "/cms/", "/institutions/"):
        assert client.get(path)["Location"].startswith(f"{SET_UP}?next=")
    assert other.get("/desk/").status_code == 200


def test_a_write_is_led_away_and_writes_nothing(roles):
    address = f"/institutions/{roles.a.slug}/invite/"
    form = {"email": "new@people.example.org", "role": "steward"}

    answer = without_proof(roles.stewardA).post(address, form)
    part = without_proof(roles.stewardA).post(address, form, headers={"HX-Request": "true"})

    assert answer["Location"] == f"{SET_UP}?next=%2Fdesk%2F"
    assert part["HX-Redirect"].startswith(SET_UP)
    assert roles.a.invitations.count() == 0
    sign_in(Client(), roles.stewardA).post(address, form)
    assert roles.a.invitations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_setting_an_app_up_opens_the_door_and_is_written_down(roles):
    roles.stewardA.set_unusable_password()
    roles.stewardA.save()
    client = Client()
    by_code(client, roles.stewardA)
    mail.outbox.clear()
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code class="key">([A-Z2-7]+)</code>', page)[1]
    assert "<svg" in page
    assert "data:" not in page

    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    assert client.get("/desk/")["Location"].startswith(SET_UP)
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer["Location"]).content.decode())
    assert len(set(codes)) == 10
    assert client.get("/desk/").status_code == 200
    entries = ModelLogEntry.objects.filter(action="members.factor_added", user=roles.stewardA)
    assert {(entry.object_id, entry.data["kind"]) for entry in entries} == {
        (str(roles.stewardA.pk), "totp"), (str(roles.stewardA.pk), "recovery_codes"),
    }  # fmt: skip
    record = sign_in(Client(), roles.coord).get("/institutions/heron-lake-health/record/")
    assert f"{roles.stewardA} set up an authenticator app" in record.content.decode()
    assert secret not in record.content.decode()
    assert [sent.to for sent in mail.outbox] == [[roles.stewardA.email]]


def test_signing_in_asks_for_it_and_a_code_works_once(roles):
    TOTP.activate(roles.stewardA, SECRET)
    client = Client()

    answer = by_code(client, roles.stewardA, next="/calendar/")
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")  # not in yet
    code = code_now()
    answer = client.post("/accounts/2fa/authenticate/", {"code": code})
    assert answer["Location"] == "/calendar/"
    assert client.get("/calendar/").status_code == 200

    second = Client()
    by_code(second, roles.stewardA)
    again = second.post("/accounts/2fa/authenticate/", {"code": code})
    assert "That code is not right" in again.content.decode()
    assert "_auth_user_id" not in second.session


def test_a_session_that_never_proved_it_has_to(roles):
    """Made a steward while signed in; or the factor is newer than the session."""
    client = without_proof(roles.memberA)
    assert client.get("/desk/").status_code == 200
    TOTP.activate(roles.memberA, SECRET)
    Membership.objects.filter(user=roles.memberA).update(role=Role.STEWARD)

    answer = client.get("/institutions/heron-lake-health/people/")
    assert answer["Location"].startswith(f"{PROVE}?next=%2Finstitutions%2F")
    assert client.get(SET_UP).status_code == 200  # to see what one has
    add = client.get("/accounts/2fa/webauthn/add/")
    assert add["Location"].startswith(("/accounts/reauthenticate/", PROVE))  # not to add another
    answer = client.post(answer["Location"], {"code": code_now()})

    assert answer["Location"] == "/institutions/heron-lake-health/people/"
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("page", ["totp/activate/", "webauthn/add/"])
def test_a_password_does_not_stand_in_for_the_factor(roles, page):
    """With a password alone nobody adds a factor of one's own beside the one to be proved."""
    roles.stewardA.set_password("a staple of horses")
    roles.stewardA.save()
    client = without_proof(roles.stewardA)
    first = client.get(f"/accounts/2fa/{page}")
    assert first["Location"].startswith("/accounts/reauthenticate/")  # there is none yet
    client.post("/accounts/reauthenticate/", {"password": "a staple of horses"})
    assert client.get(f"/accounts/2fa/{page}").status_code == 200

    Authenticator.objects.create(user=roles.stewardA, type="webauthn", data={"name": "Key"})

    for address in (f"/accounts/2fa/{page}", "/accounts/reauthenticate/"):
        assert client.get(address)["Location"].startswith(f"{PROVE}?next=")
    before = Authenticator.objects.count()
    client.post(f"/accounts/2fa/{page}", {"code": code_now()})
    assert Authenticator.objects.count() == before


def test_another_persons_proof_counts_for_nobody_else(roles):
    client = sign_in(Client(), roles.stewardB)
    assert client.get("/desk/").status_code == 200
    session = client.session
    session["_auth_user_id"] = str(roles.stewardA.pk)
    session["_auth_user_hash"] = roles.stewardA.get_session_auth_hash()
    session.save()

    assert client.get("/desk/")["Location"].startswith(SET_UP)


def test_a_password_reset_does_not_go_around_it(roles):
    TOTP.activate(roles.stewardA, SECRET)
    roles.stewardA.set_password("a staple of horses")
    roles.stewardA.save()
    client = Client()

    client.post("/accounts/password/reset/", {"email": roles.stewardA.email})
    client.post("/accounts/password/reset/confirm/", {"code": mailed_code()})
    new = "quite another staple of words"
    client.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    answer = client.post("/accounts/login/", {"login": roles.stewardA.email, "password": new})

    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_a_recovery_code_opens_once(roles):
    TOTP.activate(roles.stewardA, SECRET)
    code = RecoveryCodes.activate(roles.stewardA).get_unused_codes()[0]
    client, second = Client(), Client()

    by_code(client, roles.stewardA)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    by_code(second, roles.stewardA)
    second.post("/accounts/2fa/authenticate/", {"code": code})

    assert client.get("/desk/").status_code == 200
    assert second.get("/desk/").status_code == 302


def test_the_last_factor_stays_while_the_role_needs_it(roles):
    app = TOTP.activate(roles.stewardA, SECRET).instance
    key = Authenticator.objects.create(user=roles.memberA, type="webauthn", data={"name": "Key"})
    client, member = sign_in(Client(), roles.stewardA), sign_in(Client(), roles.memberA)
    for browser in (client, member):
        session = browser.session
        session["account_authentication_methods"][0]["reauthenticated"] = True
        session.save()

    page = client.post("/accounts/2fa/totp/deactivate/").content.decode()
    assert "this is your last" in page
    assert Authenticator.objects.filter(pk=app.pk).exists()
    own = Authenticator.objects.create(user=roles.stewardA, type="webauthn", data={"name": "K"})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(pk=app.pk).exists()
    client.post(f"/accounts/2fa/webauthn/keys/{own.pk}/remove/")
    assert Authenticator.objects.filter(pk=own.pk).exists()
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")  # somebody else's
    assert Authenticator.objects.filter(pk=key.pk).exists()
    member.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/")  # whose role needs none
    assert not Authenticator.objects.filter(pk=key.pk).exists()


def test_secrets_lie_encrypted_and_outlive_a_new_key(roles, settings):
    stored = TOTP.activate(roles.stewardA, SECRET).instance.data["secret"]
    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]
    assert get_adapter().decrypt(stored) == SECRET


def test_guessing_is_stopped(roles, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "300/m/ip,5/5m/key"}
    TOTP.activate(roles.stewardA, SECRET)
    client = Client()
    by_code(client, roles.stewardA)

    for _ in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert "tried too often" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_password_is_asked_for_only_where_one_was_set(roles):
    roles.memberA.set_password("a staple of horses")
    roles.memberA.save()
    client = Client()

    wrong = client.post("/accounts/login/", {"login": roles.memberA.email, "password": "guess"})
    unknown = client.post(
        "/accounts/login/", {"login": "no@people.example.org", "password": "guess"}
    )
    assert "do not belong together" in wrong.content.decode()
    token = r'name="csrfmiddlewaretoken" value="[^"]+"'
    answers = [
        re.sub(token, "", answer.content.decode()).replace(address, "ADDRESS")
        for answer, address in ((wrong, roles.memberA.email), (unknown, "no@people.example.org"))
    ]
    assert answers[0] == answers[1]
    client.post(
        "/accounts/login/", {"login": roles.memberA.email, "password": "a staple of horses"}
    )
    assert client.get("/desk/").status_code == 200


def test_two_hundred_people_behind_one_address_sign_in_at_eight(settings, roles):
    from tests.factories import UserFactory

    settings.ACCOUNT_RATE_LIMITS = {
        "login": "600/m/ip", "login_failed": "300/m/ip,5/5m/key",
        "request_login_code": "300/m/ip,5/5m/key",
    }  # fmt: skip
    people = [UserFactory() for _ in range(200)]

    statuses = {Client().post("/accounts/login/", {"login": p.email}).status_code for p in people}

    assert statuses == {302}
    assert len(mail.outbox) == 200
    for _ in range(6):
        last = Client().post("/accounts/login/", {"login": people[0].email})
    assert "tried too often" in last.content.decode()


def test_sessions_are_listed_and_ended(roles, django_assert_num_queries):
    here, there, elsewhere = Client(), Client(), Client()
    for client, agent in (
        (here, "Firefox/1 Windows"),
        (there, "Safari/1 iPhone"),
        (elsewhere, "?"),
    ):
        client.defaults["HTTP_USER_AGENT"] = agent
        by_code(client, roles.memberA)
    other = Client()
    by_code(other, roles.memberB)
    with django_assert_num_queries(4):
        page = here.get("/account/sessions/").content.decode()
    for name in ("Firefox on Windows", "Safari on an iPhone", "Some program"):
        assert name in page

    ids = re.findall(r"/account/sessions/(\d+)/end/", page)
    assert len(ids) == 2
    assert other.post(f"/account/sessions/{ids[0]}/end/").status_code == 404
    assert elsewhere.get("/desk/").status_code == 200
    here.post(f"/account/sessions/{ids[0]}/end/")
    assert elsewhere.get("/desk/").status_code == 302
    with django_assert_num_queries(4):
        here.get("/account/sessions/")
    assert there.get("/desk/").status_code == 200
    here.post("/account/sessions/end-others/")
    assert there.get("/desk/").status_code == 302
    assert (here.get("/desk/").status_code, other.get("/desk/").status_code) == (200, 200)
    with django_assert_num_queries(4):
        here.get("/account/sessions/")


def test_a_new_password_ends_the_other_sessions(roles):
    roles.memberA.set_unusable_password()
    roles.memberA.save()
    here, there = Client(), Client()
    for client in (here, there):
        by_code(client, roles.memberA)

    new = "a staple of horses"
    here.post("/accounts/password/set/", {"password1": new, "password2": new})

    assert here.get("/desk/").status_code == 200
    assert there.get("/desk/").status_code == 302
    assert here.get("/account/sessions/").content.decode().count("entry__name") == 1


def test_the_adapter_knows_the_last_factor(roles):
    key = Authenticator.objects.create(user=roles.stewardA, type="webauthn", data={"name": "Key"})
    codes = RecoveryCodes.activate(roles.stewardA).instance

    assert factors.is_last_factor(key)
    assert not factors.is_last_factor(codes)
