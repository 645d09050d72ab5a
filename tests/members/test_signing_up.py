"""Signing up with an address and a code, as a browser does it."""

from __future__ import annotations

import re
import time

import pytest
from django.core import mail
from django.test import Client

from members import actions
from members.models import User
from tests.factories import EmailDomainFactory, UserFactory

pytestmark = pytest.mark.django_db


def sign_up(client, email, where="/accounts/signup/"):
    answer = client.post(where, {"email": email, "name": "Pat Lund"})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def confirm(client, code=None):
    code = code or re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE).group(
        1
    )
    return client.post("/accounts/confirm-email/", {"code": code})


def test_a_known_domain_makes_a_contributor_who_is_told_so():
    domain = EmailDomainFactory(domain="heron.example.org")
    client = Client()

    sign_up(client, "Pat@Heron.Example.org")
    assert User.objects.get().memberships.count() == 0  # nothing before the code
    answer = confirm(client)

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == (
        "pat@heron.example.org", "Pat Lund", False,
    )  # fmt: skip
    assert user.roles() == {domain.institution_id: "contributor"}
    page = client.get("/welcome/").content.decode()
    assert f"You are a contributor of {domain.institution}" in page


def test_another_domain_is_offered_to_ask_or_to_wait():
    EmailDomainFactory(domain="heron.example.org")
    client = Client()

    sign_up(client, "pat@elsewhere.example.org")
    confirm(client)

    page = client.get("/welcome/").content.decode()
    assert User.objects.get().memberships.count() == 0
    assert "Ask an institution to let you in" in page
    assert "Wait for an invitation" in page


def test_a_wrong_code_opens_nothing():
    EmailDomainFactory(domain="heron.example.org")
    client = Client()

    sign_up(client, "pat@heron.example.org")
    confirm(client, "WRONG-CODE")

    assert User.objects.get().memberships.count() == 0
    assert client.get("/desk/").status_code == 302


def test_the_way_back_to_an_invitation_is_kept(roles, now, commit, token_in_mail):
    with commit():
        actions.invite(
            institution=roles.a, email="pat@elsewhere.example.org", role="steward",
            by=roles.stewardA, now=now,
        )  # fmt: skip
    token = token_in_mail()
    client = Client()

    sign_up(
        client, "pat@elsewhere.example.org", f"/accounts/signup/?next=%2Finvitations%2F{token}%2F"
    )
    answer = confirm(client)
    assert answer["Location"] == f"/invitations/{token}/"

    client.post(answer["Location"])
    assert User.objects.get(email="pat@elsewhere.example.org").roles() == {roles.a.pk: "steward"}


def test_signing_up_answers_alike_for_known_addresses():
    UserFactory(email="known@elsewhere.example.org")

    known = sign_up(Client(), "known@elsewhere.example.org")
    new = sign_up(Client(), "new@elsewhere.example.org")

    assert (known.status_code, known["Location"]) == (new.status_code, new["Location"])
    assert [m.to for m in mail.outbox] == [
        ["known@elsewhere.example.org"], ["new@elsewhere.example.org"],
    ]  # fmt: skip


def test_a_domain_added_later_counts_at_the_next_sign_in():
    user = UserFactory(email="pat@heron.example.org")
    domain = EmailDomainFactory(domain="heron.example.org")
    client = Client()

    client.post("/accounts/login/code/", {"email": user.email})
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)
    answer = client.post("/accounts/login/code/confirm/", {"code": code})

    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert user.roles() == {domain.institution_id: "contributor"}


def test_the_account_page_saves_four_things(roles, client_of):
    client = client_of(roles.memberA)

    wrong = client.post("/account/", {"name": "M", "dlp_year": "1999", "about": "Kept text"})
    assert wrong.status_code == 400
    assert "Kept text" in wrong.content.decode()

    right = client.post(
        "/account/",
        {"name": "Mia Olson", "dlp_year": "2019", "about": "Nurse.", "is_shown": "on"},
    )
    assert right.status_code == 302
    user = User.objects.get(pk=roles.memberA.pk)
    assert (user.name, user.dlp_year, user.about, user.is_shown) == (
        "Mia Olson", 2019, "Nurse.", True,
    )  # fmt: skip


def test_who_lost_the_code_signs_up_again_under_the_new_name():
    EmailDomainFactory(domain="heron.example.org")

    sign_up(Client(), "pat@heron.example.org")
    client = Client()
    client.post("/accounts/signup/", {"email": "Pat@heron.example.org", "name": "Pat Lund-Berg"})
    confirm(client)

    user = User.objects.get()
    assert user.name == "Pat Lund-Berg"
    assert user.memberships.count() == 1


def test_only_what_nobody_finished_is_forgotten(roles, now):
    """A proved address, a sign-in, a membership or an office: each alone keeps the account."""
    from allauth.account.models import EmailAddress

    def unproved(email, **more):
        user = User.objects.create_user(email, None, **more)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=False)
        return user

    unproved("lost@people.example.org")
    unproved("came@people.example.org", last_login=now)
    unproved("office@people.example.org", is_coordinator=True)
    member = unproved("member@people.example.org")
    actions.ask_to_join(institution=roles.a, by=member, note="", now=now)
    proved = unproved("proved@people.example.org")
    EmailAddress.objects.filter(user=proved).update(verified=True)

    forgotten = {
        name: actions.forget_unconfirmed(email=f"{name}@people.example.org", now=now)
        for name in ("lost", "came", "office", "member", "proved", "nobody")
    }

    assert [name for name, was in forgotten.items() if was] == ["lost"]
    assert not User.objects.filter(email="lost@people.example.org").exists()


def code_in_mail():
    return re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)


def test_a_code_that_is_too_old_says_so_and_keeps_the_way(monkeypatch):
    user = UserFactory(email="pat@heron.example.org")
    client = Client()
    client.post("/accounts/login/?next=/calendar/", {"login": user.email, "next": "/calendar/"})
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 14 * 60)
    page = client.get("/accounts/login/code/confirm/?next=/calendar/").content.decode()
    assert "It works for 15 minutes" in page

    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)
    answer = client.post(
        "/accounts/login/code/confirm/?next=/calendar/", {"code": code_in_mail()}, follow=True
    )

    assert answer.redirect_chain == [("/accounts/login/?next=%2Fcalendar%2F", 302)]
    assert "That code is too old" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_another_code_can_be_asked_for(settings):
    user = UserFactory(email="pat@heron.example.org")
    client = Client()
    client.post("/accounts/login/", {"login": user.email})
    first = code_in_mail()
    page = client.get("/accounts/login/code/confirm/").content.decode()
    assert "Send a new code" in page

    client.post("/accounts/login/code/confirm/", {"action": "resend"})
    second = code_in_mail()

    assert first != second
    client.post("/accounts/login/code/confirm/", {"code": first})
    assert "_auth_user_id" not in client.session
    client.post("/accounts/login/code/confirm/", {"code": second})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_first_sign_in_that_lets_a_person_in_says_so():
    user = UserFactory(email="pat@heron.example.org")
    EmailDomainFactory(domain="heron.example.org")
    client = Client()
    client.post("/accounts/login/", {"login": user.email})

    answer = client.post("/accounts/login/code/confirm/", {"code": code_in_mail()})

    assert answer["Location"] == "/welcome/"
    assert "joined_now" not in client.session
