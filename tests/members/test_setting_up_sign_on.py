"""The administrators' page of an institution's sign-on."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from members import actions, sealing
from members.models import SignOn
from tests.factories import EmailDomainFactory, SignOnFactory
from tests.oidc import sign_on_as
from tests.sign_in import prove_again, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/institutions/heron-lake-health/sign-on/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def fresh(person):
    """Signed in, and confirmed a moment ago that it is them."""
    return prove_again(sign_in(Client(), person))


@pytest.fixture
def admin(roles):
    TOTP.activate(roles.siteadmin, SECRET)
    return fresh(roles.siteadmin)


def typed(provider, **changed):
    return {"issuer": provider.issuer, "client_id": "portal", "secret": "s3cret", **changed}


def test_from_nothing_to_required(admin, roles, providers):
    """The whole way, by pages: register, enter, try, require, stop, remove."""
    EmailDomainFactory(institution=roles.a, domain="heron.example.org")
    TOTP.activate(roles.stewardA, SECRET)
    assert "Show the address to register" in admin.get(PAGE).content.decode()

    admin.post(f"{PAGE}begin/")
    row = SignOn.objects.get()
    page = admin.get(PAGE).content.decode()
    assert f"http://testserver/accounts/sign-on/{row.provider_id}/back/" in page
    assert "Not set up yet" in page
    assert Client().get(row.get_absolute_url()).status_code == 404

    assert admin.post(PAGE, typed(providers[0]))["Location"] == PAGE
    row = SignOn.objects.get()
    assert (row.issuer, row.app.client_id, row.app.secret) == (providers[0].issuer, "portal", "")
    assert sealing.unseal(row.sealed_secret, purpose=sealing.SIGN_ON) == "s3cret"
    page = admin.get(PAGE).content.decode()
    assert "Set up, not tried yet" in page
    assert "s3cret" not in page
    refused = admin.post(f"{PAGE}require/", {"break_glass": roles.stewardA.pk})
    assert refused.status_code == 409
    assert "Nobody has signed on through it yet." in refused.content.decode()

    providers[0].knows("try", email="try@heron.example.org", email_verified=True)
    sign_on_as(Client(), row, providers[0], "try")
    assert admin.post(f"{PAGE}require/", {"break_glass": roles.stewardA.pk})["Location"] == PAGE
    row.refresh_from_db()
    assert (row.is_required, row.break_glass) == (True, roles.stewardA)

    admin.post(f"{PAGE}optional/")
    row.refresh_from_db()
    assert (row.is_required, row.break_glass) == (False, None)
    again = admin.post(f"{PAGE}optional/", follow=True).content.decode()
    assert "Nobody is required to sign on" in again
    admin.post(f"{PAGE}remove/")
    assert not SignOn.objects.exists()
    assert not SocialApp.objects.exists()

    told = ModelLogEntry.objects.filter(action__startswith="members.sign_on_").order_by("pk")
    assert [entry.action.removeprefix("members.sign_on_") for entry in told] == [
        "begun", "set_up", "required", "optional", "removed",
    ]  # fmt: skip
    record = fresh(roles.stewardA).get("/institutions/heron-lake-health/record/").content.decode()
    for sentence in (
        "began to set up the sign-on", f"set up the sign-on through {providers[0].issuer}",
        f"required the sign-on of all but {roles.stewardA}", "removed the sign-on",
    ):  # fmt: skip
        assert sentence in record
    assert "s3cret" not in record


def test_it_needs_a_fresh_proof_and_keeps_no_secret_meanwhile(roles, providers):
    TOTP.activate(roles.siteadmin, SECRET)
    roles.siteadmin.set_unusable_password()
    roles.siteadmin.save()
    row = actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=timezone.now())
    stale = sign_in(Client(), roles.siteadmin)

    assert stale.get(PAGE)["Location"].startswith("/accounts/2fa/reauthenticate/")
    answer = stale.post(PAGE, typed(providers[0]))
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    kept = str(dict(stale.session))
    assert "client_id=portal" in kept
    assert "s3cret" not in kept
    for act in ("require", "optional", "remove"):
        assert "/reauthenticate/" in stale.post(f"{PAGE}{act}/")["Location"]
    row.refresh_from_db()
    assert not row.is_set_up


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"issuer": "http://127.0.0.1:9"}, "No usable answer came"),
        ({"issuer": "https://10.0.0.8"}, "private network"),
        ({"issuer": "login"}, "Write the issuer as its provider writes it"),
        ({"issuer": ""}, "Write the issuer"),
        ({"client_id": ""}, "Write the client ID"),
        ({"secret": ""}, "Write the client secret"),
        ({"client_id": "x" * 192}, "at most 191"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(admin, roles, providers, changed, sentence):
    actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=timezone.now())

    answer = admin.post(PAGE, typed(providers[0], **changed))

    page = answer.content.decode()
    assert answer.status_code in {400, 409}
    assert sentence in page
    assert f'value="{typed(providers[0], **changed)["client_id"]}"' in page or not changed.get(
        "client_id", "x"
    )
    assert "s3cret" not in page
    assert not SocialApp.objects.exists()


def test_an_issuer_that_calls_itself_otherwise(admin, roles, providers):
    actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=timezone.now())

    answer = admin.post(PAGE, typed(providers[0], issuer=f"{providers[0].issuer}/"))

    assert answer.status_code == 409
    assert f"The provider calls itself {providers[0].issuer}, not" in answer.content.decode()


def test_a_kept_secret_stays_until_another_is_typed(admin, roles, providers):
    row = SignOnFactory(institution=roles.a, issuer=providers[0].issuer)
    admin.post(PAGE, typed(providers[0], secret="", client_id="renamed"))

    row.refresh_from_db()
    assert row.app.client_id == "renamed"
    assert sealing.unseal(row.sealed_secret, purpose=sealing.SIGN_ON) == "told to nobody"


def test_another_issuer_is_another_provider(admin, roles, providers):
    """Whom the first one knew as 42 is somebody else at the second."""
    row = SignOnFactory(
        institution=roles.a, issuer=providers[0].issuer, worked_at=timezone.now(),
        is_required=True, break_glass=roles.stewardA,
    )  # fmt: skip
    SocialAccount.objects.create(user=roles.memberA, provider=row.provider_id, uid="42")

    admin.post(PAGE, typed(providers[1]))

    row.refresh_from_db()
    assert (row.issuer, row.is_required, row.worked_at) == (providers[1].issuer, False, None)
    assert not SocialAccount.objects.exists()


def test_who_can_break_the_glass(admin, roles):
    """A steward of this institution with a second factor; nobody else, by no forged id."""
    row = SignOnFactory(institution=roles.a, worked_at=timezone.now())
    TOTP.activate(roles.stewardB, SECRET)
    for person in (roles.stewardA, roles.stewardB, roles.memberA, roles.siteadmin):
        answer = admin.post(f"{PAGE}require/", {"break_glass": person.pk})
        assert answer.status_code == 400
    assert "No steward of Heron Lake Health has a second factor yet" in answer.content.decode()
    row.refresh_from_db()
    assert not row.is_required


def test_asking_providers_has_a_limit(admin, roles, settings):
    settings.ACCOUNT_RATE_LIMITS = {"check_provider": "2/h/key"}
    actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=timezone.now())
    form = {"issuer": "https://10.0.0.8", "client_id": "x", "secret": "y"}

    assert [admin.post(PAGE, form).status_code for _ in range(3)] == [409, 409, 429]


def test_names_of_providers_are_never_given_twice(roles, now):
    first = actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=now)
    actions.remove_sign_on(sign_on=first, by=roles.siteadmin, now=now)
    second = actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=now)

    assert first.provider_id != second.provider_id
    assert len(second.provider_id) == 16


def test_nobody_else_sets_it_up(admin, roles, providers):
    """Not the institution's steward, not a coordinator: it decides who comes in as whom."""
    actions.begin_sign_on(institution=roles.a, by=roles.siteadmin, now=timezone.now())
    for person in (roles.stewardA, roles.coord, roles.memberA, roles.stewardB):
        for path in ("", "begin/", "require/", "optional/", "remove/"):
            answer = fresh(person).post(f"{PAGE}{path}", typed(providers[0]))
            assert answer.status_code == 403, (person, path)
        assert fresh(person).get(PAGE).status_code == 403
    assert not SignOn.objects.get().is_set_up

    admin.post(PAGE, typed(providers[0]))
    assert SignOn.objects.get().is_set_up
