"""What administrators, and nobody else, do with another person's account."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from members import actions
from members.models import Membership, User
from tests.at_once import at_once
from tests.factories import MembershipFactory, UserFactory
from tests.members.test_second_factor import SECRET, by_code

pytestmark = pytest.mark.django_db

DESK = "/desk/accounts/"


def act(client, user, what, reason="Asked for by phone."):
    form = {"reset-factors": "reset_form", "close": "close_form", "reopen": "reopen_form"}[what]
    return client.post(f"{DESK}{user.pk}/{what}/", {f"{form}-reason": reason})


def now(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("who", ["anon", "nomember", "memberA", "stewardA", "coord", "inactive"])
def test_nobody_else_gets_in(who, roles, client_of, proved):
    user = getattr(roles, who)
    client = proved(user) if user else client_of(None)
    TOTP.activate(roles.memberB, SECRET)

    answers = [client.get(DESK), client.get(f"{DESK}{roles.memberB.pk}/"),
               act(client, roles.memberB, "close"), act(client, roles.memberB, "reset-factors"),
               client.get(f"{DESK}999999999/")]  # fmt: skip

    expected = {302, 403} if who in {"anon", "inactive"} else {403}
    assert {answer.status_code for answer in answers} <= expected
    assert now(roles.memberB).is_active
    assert Authenticator.objects.filter(user=roles.memberB).exists()


def test_finding(roles, client_of):
    client = client_of(roles.siteadmin)
    roles.memberA.name = "Ana Lindgren"
    roles.memberA.save()
    roles.memberA.emailaddress_set.create(email="second@elsewhere.example.org", verified=True)
    roles.exA.is_active = False
    roles.exA.save()

    assert (
        "example.org"
        not in client.get(DESK).content.decode().partition("<main")[2].partition("</main>")[0]
    )
    for words in ("lindgren ana", "membera@", "SECOND@elsewhere"):
        page = client.get(DESK, {"q": words}).content.decode()
        assert "1 account<" in page, words
        assert "Ana Lindgren" in page
    assert "Closed" in client.get(DESK, {"q": "exa@people"}).content.decode()
    assert "Nobody matches this" in client.get(DESK, {"q": "nobody%"}).content.decode()
    assert client.get(f"{DESK}999999999/").status_code == 404


def test_one_account_shows_kinds_and_never_secrets(roles, client_of):
    TOTP.activate(roles.memberA, SECRET)
    codes = RecoveryCodes.activate(roles.memberA).get_unused_codes()

    page = client_of(roles.siteadmin).get(f"{DESK}{roles.memberA.pk}/").content.decode()

    assert "An authenticator app" in page
    assert "Recovery codes" in page
    assert "Heron Lake Health" in page
    for hidden in (SECRET, *codes, Authenticator.objects.first().data["secret"]):
        assert hidden not in page


def test_lost_factors_are_reset_and_set_up_anew(roles, proved, client_of, commit):
    user = roles.stewardA
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    theirs = client_of(user)
    UserSession.objects.create(user=user, ip="192.0.2.1", session_key=theirs.session.session_key)
    client = proved(roles.siteadmin)

    with commit():
        assert act(client, user, "reset-factors").status_code == 302

    assert not Authenticator.objects.filter(user=user).exists()
    assert theirs.get("/desk/")["Location"].startswith("/accounts/login/")
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
        [user.email], "Your second factor was reset",
    )  # fmt: skip
    assert "Asked for by phone." in mail.outbox[-1].body
    record = client_of(roles.coord).get("/institutions/heron-lake-health/record/").content.decode()
    assert f"took away the second factor of {user}, who had lost it" in record
    assert "“Asked for by phone.”" in record
    again = Client()
    user.set_unusable_password()
    user.save()
    by_code(again, user)
    assert again.get("/desk/")["Location"].startswith("/accounts/2fa/?next=")
    assert again.get("/accounts/2fa/totp/activate/").status_code == 200
    refused = act(client, user, "reset-factors")
    assert refused.status_code == 409
    assert "has no second factor" in refused.content.decode()


def test_closing_ends_everything_and_reopening_brings_it_back(roles, proved, client_of, commit):
    client, theirs, user = proved(roles.siteadmin), client_of(roles.memberA), roles.memberA
    assert theirs.get("/institutions/heron-lake-health/people/").status_code == 200

    with commit():
        assert act(client, user, "close", "A mailbox in wrong hands.").status_code == 302
    assert theirs.get("/desk/")["Location"].startswith("/accounts/login/")
    assert mail.outbox[-1].subject == "Your account is closed"
    assert "A mailbox in wrong hands." in mail.outbox[-1].body
    assert act(client, user, "close").status_code == 409
    assert Membership.objects.get(user=user).is_active

    with commit():
        assert act(client, user, "reopen", "The mailbox is theirs again.").status_code == 302
    assert act(client, user, "reopen").status_code == 409
    assert mail.outbox[-1].subject == "Your account is open again"
    assert client_of(now(user)).get("/institutions/heron-lake-health/people/").status_code == 200
    lines = ModelLogEntry.objects.filter(object_id=str(user.pk)).order_by("pk")
    assert [(line.action, line.user_id, line.data["reason"]) for line in lines] == [
        ("members.account_closed", roles.siteadmin.pk, "A mailbox in wrong hands."),
        ("members.account_reopened", roles.siteadmin.pk, "The mailbox is theirs again."),
    ]


@pytest.mark.parametrize("what", ["reset-factors", "close", "reopen"])
def test_no_reason_no_act(what, roles, proved):
    TOTP.activate(roles.memberA, SECRET)
    if what == "reopen":
        User.objects.filter(pk=roles.memberA.pk).update(is_active=False)

    answer = act(proved(roles.siteadmin), roles.memberA, what, " ")

    assert answer.status_code == 400
    assert "Say why, in a sentence." in answer.content.decode()
    assert now(roles.memberA).is_active is (what != "reopen")
    assert ModelLogEntry.objects.count() == 0


@pytest.mark.parametrize("what", ["reset-factors", "close"])
def test_never_the_own_account(what, roles, proved):
    UserFactory(is_superuser=True)
    TOTP.activate(roles.siteadmin, SECRET)
    client = proved(roles.siteadmin)

    page = client.get(f"{DESK}{roles.siteadmin.pk}/").content.decode()
    assert "This is you." in page
    assert "Close the account" not in page
    assert act(client, roles.siteadmin, what).status_code == 403
    assert now(roles.siteadmin).is_active
    assert Authenticator.objects.filter(user=roles.siteadmin).exists()


def test_an_act_needs_a_fresh_proof(roles, client_of):
    TOTP.activate(roles.siteadmin, SECRET)

    answer = act(client_of(roles.siteadmin), roles.memberA, "close")

    assert answer["Location"].startswith("/accounts/")
    assert "reauthenticate" in answer["Location"]
    assert now(roles.memberA).is_active


def test_a_deleted_account_is_nobodys_business(roles, proved):
    actions.delete_account(by=roles.memberA, keeps_name=True, now=timezone.now())
    client = proved(roles.siteadmin)

    assert client.get(f"{DESK}{roles.memberA.pk}/").status_code == 404
    assert act(client, roles.memberA, "reopen").status_code == 404
    assert "Nobody matches this" in client.get(DESK, {"q": roles.memberA.name}).content.decode()
    with pytest.raises(actions.NotWaiting):
        actions.reopen_account(
            user=now(roles.memberA), reason="x", by=roles.siteadmin, now=timezone.now()
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["close", "close and delete"])
def test_two_administrators_at_once_leave_one(way):
    first, second = (UserFactory(is_superuser=True) for _ in range(2))
    at = timezone.now()

    def close(user, by):
        actions.close_account(user=user, reason="Why", by=by, now=at)

    def delete():
        actions.delete_account(by=second, keeps_name=False, now=at)

    results = at_once(
        lambda: close(second, first),
        delete if way == "close and delete" else lambda: close(first, second),
    )

    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1, results
    assert sum(isinstance(result, actions.Refused) for result in results) == 1, results


def test_the_last_administrator_cannot_be_closed(roles):
    """Whoever acts has just stopped being one."""
    before = roles.siteadmin
    gone = UserFactory(is_superuser=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    with pytest.raises(actions.LastAdministrator) as refusal:
        actions.close_account(user=before, reason="Why", by=gone, now=timezone.now())

    assert refusal.value.status == 409
    assert now(before).is_active


def test_the_desk_asks_the_same_for_one_and_three(roles, client_of, django_assert_num_queries):
    client = client_of(roles.siteadmin)
    for number in (1, 2, 3):
        UserFactory(name=f"Found {number}")
        MembershipFactory(user=roles.memberA)
        roles.memberA.emailaddress_set.create(email=f"m{number}@more.example.org")
        Authenticator.objects.create(user=roles.memberA, type="webauthn", data={"name": "K"})
        actions.record_factor(
            user=roles.memberA, kind="webauthn", change="added", now=timezone.now()
        )
        if number == 2:
            continue
        with django_assert_num_queries(5):
            client.get(DESK, {"q": "Found"})
        with django_assert_num_queries(12):
            client.get(f"{DESK}{roles.memberA.pk}/")
