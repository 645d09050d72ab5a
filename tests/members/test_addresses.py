"""Several addresses of one person: adding, proving, where mails go, removing."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core import mail
from wagtail.models import ModelLogEntry

from members import actions
from members.enums import Joining, MembershipState, Role
from members.models import Membership, User
from tests.at_once import at_once
from tests.factories import (
    EmailDomainFactory,
    MembershipFactory,
    UserFactory,
)
from tests.sign_in import prove_again

pytestmark = pytest.mark.django_db

LIST = "/accounts/email/"
CODE = "/accounts/confirm-email/"
NEW = "dana@heronlake.example.org"
WORDS = "correct horse battery"


@pytest.fixture
def dana(client_of):
    """Somebody with one address, signed in: `dana.user`, `dana.client`."""
    return _Person(UserFactory(email="dana@old.example.org", name="Dana"), client_of)


class _Person:
    """As most people are: signed in by codes, without a password."""

    def __init__(self, user: User, client_of) -> None:
        if not user.password:
            user.set_unusable_password()
            user.save()
        self.user, self.client = user, prove_again(client_of(user))

    def does(self, action: str, email: str, **more):
        return self.client.post(LIST, {f"action_{action}": "1", "email": email}, **more)

    def proves(self, email: str):
        self.does("add", email)
        return self.types(code_in(mail.outbox[-1]))

    def types(self, code: str):
        return self.client.post(CODE, {"action": "verify", "code": code})

    def addresses(self) -> dict[str, tuple[bool, bool]]:
        found = EmailAddress.objects.filter(user=self.user).order_by("email")
        return {one.email: (one.verified, one.primary) for one in found}


def code_in(message) -> str:
    found = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", message.body, re.MULTILINE)
    assert found, message.body
    return found.group(1)


def mailed_to() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


def says(response) -> str:
    return " ".join(str(response.content.decode()).split())


def test_a_second_address_is_proved_before_the_first_is_cut_off(dana):
    assert dana.does("add", NEW.upper()).url == CODE
    assert dana.addresses() == {"dana@old.example.org": (True, True)}
    page = says(dana.client.get(LIST))
    assert "Waits for its code" in page
    assert NEW in page
    assert "Mails go here" in page

    answer = dana.types(code_in(mail.outbox[-1]))

    assert answer.url == LIST
    assert dana.addresses() == {"dana@old.example.org": (True, True), NEW: (True, False)}
    page = says(dana.client.get(LIST))
    assert "Waits for its code" not in page
    assert "Proved" in page
    assert mailed_to() == [
        (NEW, "Confirm your e-mail address"),
        ("dana@old.example.org", "An e-mail address was added to your account"),
    ]

    dana.does("primary", NEW)
    dana.user.refresh_from_db()
    assert dana.user.email == NEW
    dana.does("remove", "dana@old.example.org")

    assert dana.addresses() == {NEW: (True, True)}
    assert mailed_to()[2:] == [
        ("dana@old.example.org", "Mails go to another address now"),
        ("dana@old.example.org", "An e-mail address was removed from your account"),
        (NEW, "An e-mail address was removed from your account"),
    ]


def test_a_wrong_code_proves_nothing_and_three_kill_it(dana):
    dana.does("add", NEW)
    code = code_in(mail.outbox[-1])

    assert "That code is not right" in says(dana.types("ZZZ-ZZZ"))
    dana.types("ZZZ-ZZZ")
    last = dana.types("ZZZ-ZZZ")

    assert last.url == LIST
    assert "wrong too often" in says(dana.client.get(LIST))
    assert dana.types(code).url == LIST
    assert NEW not in dana.addresses()


def test_an_old_code_leads_back_and_says_why(dana):
    dana.does("add", NEW)
    session = dana.client.session
    state = session["account_email_verification_code"]
    state["at"] = time.time() - settings.CODE_MINUTES * 60 - 1
    session["account_email_verification_code"] = state
    session.save()

    answer = dana.types(code_in(mail.outbox[-1]))

    assert answer.url == LIST
    assert "Codes work for 15 minutes" in says(dana.client.get(LIST))
    assert NEW not in dana.addresses()


def test_a_waiting_address_gets_a_new_code_or_is_dropped(dana):
    dana.does("add", NEW)
    first = code_in(mail.outbox[-1])
    assert dana.does("send", NEW).url == CODE
    second = code_in(mail.outbox[-1])
    assert "not right" in says(dana.types(first))

    dana.does("remove", NEW)

    assert "Waits for its code" not in says(dana.client.get(LIST))
    assert dana.types(second).url == LIST
    assert dana.addresses() == {"dana@old.example.org": (True, True)}


def test_the_last_proved_address_and_the_one_for_mails_stay(dana):
    EmailAddress.objects.create(user=dana.user, email="x@old.example.org", verified=False)
    dana.does("remove", "dana@old.example.org")
    assert "dana@old.example.org stays" in says(dana.client.get(LIST))
    dana.does("primary", "x@old.example.org")
    assert "Only a proved address gets mails" in says(dana.client.get(LIST))
    assert dana.addresses()["dana@old.example.org"] == (True, True)

    dana.does("remove", "x@old.example.org")  # nobody proved it: it may go
    assert dana.addresses() == {"dana@old.example.org": (True, True)}


def test_a_proved_address_beside_an_unproved_primary_one_is_the_last(dana):
    EmailAddress.objects.filter(user=dana.user).update(verified=False)
    EmailAddress.objects.create(user=dana.user, email="x@old.example.org", verified=True)

    dana.does("remove", "x@old.example.org")

    assert "x@old.example.org" in dana.addresses()


def test_nobody_touches_the_addresses_of_others(dana, roles):
    theirs = roles.memberA.email

    for action in ("primary", "remove", "send"):
        dana.does(action, theirs)

    assert EmailAddress.objects.filter(user=roles.memberA, primary=True, email=theirs).exists()
    assert dana.addresses() == {"dana@old.example.org": (True, True)}
    assert mail.outbox == []


def test_five_are_the_most(dana, client_of):
    for number in range(4):
        EmailAddress.objects.create(user=dana.user, email=f"d{number}@m.example.org", verified=True)

    refused = dana.does("add", NEW)
    assert "You have 5 addresses, which is the most" in says(refused)
    assert "Remove one to add another" in says(dana.client.get(LIST))

    # Two windows, each with one that waits: the second to be proved is one too many.
    EmailAddress.objects.filter(email="d3@m.example.org").delete()
    other = _Person(dana.user, client_of)
    dana.does("add", NEW)
    mine = code_in(mail.outbox[-1])
    other.does("add", "other@m.example.org")
    theirs = code_in(mail.outbox[-1])
    dana.types(mine)
    other.types(theirs)

    assert NEW in dana.addresses()
    assert len(dana.addresses()) == 5
    assert "which is the most" in says(other.client.get(LIST))


def test_an_address_of_somebody_else_answers_alike_and_its_owner_hears_of_it(dana, roles):
    theirs, unknown = roles.memberA.email, "nobody.at.all@people.example.org"

    answers = []
    for email in (theirs, unknown):
        first = dana.does("add", email)
        page = dana.client.get(CODE)
        wrong = dana.types("ZZZ-ZZZ")
        answers.append(
            (
                first.status_code,
                first.url,
                *(masked(one, email) for one in (page, wrong, dana.client.get(LIST))),
            )
        )

    assert answers[0] == answers[1]
    to_owner, to_new = mail.outbox
    assert to_owner.to == [theirs]
    assert to_owner.subject == "This address has an account already"
    assert not re.search(r"^[A-Z0-9]{3,}-?[A-Z0-9]{3,}$", to_owner.body, re.MULTILINE)
    assert to_new.to == [unknown]
    assert code_in(to_new)


def masked(response, email: str) -> str:
    text = response.content.decode().replace(email, "ADDRESS")
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", text)


def test_the_code_of_an_address_that_somebody_else_proved_meanwhile_adds_nothing(dana, roles):
    dana.does("add", NEW)
    code = code_in(mail.outbox[-1])
    EmailAddress.objects.create(user=roles.memberB, email=NEW, verified=True)

    answer = dana.types(code)

    assert "There is an account with this address already" in says(answer)
    assert NEW not in dana.addresses()


def test_a_sign_up_that_nobody_finished_does_not_stand_in_the_way(dana):
    UserFactory(email=NEW, password=make_password(None), verified=False)

    dana.proves(NEW)

    assert dana.addresses()[NEW] == (True, False)
    assert User.objects.filter(email=NEW).count() == 0


def test_a_sign_up_between_the_code_and_its_typing_does_not_stand_in_the_way(dana):
    dana.does("add", NEW)
    UserFactory(email=NEW, password=make_password(None), verified=False)

    dana.types(code_in(mail.outbox[-1]))
    dana.does("primary", NEW)

    assert dana.addresses()[NEW] == (True, True)
    assert User.objects.get(email=NEW) == dana.user


def test_each_address_opens_its_own_institution(dana):
    heron = EmailDomainFactory(domain="heronlake.example.org").institution
    blue = EmailDomainFactory(domain="bluestem.example.org", joining=Joining.APPROVAL).institution

    assert dana.proves(NEW).url == "/welcome/"
    assert dana.proves("dana@bluestem.example.org").url == "/welcome/"

    states = dict(Membership.objects.filter(user=dana.user).values_list("institution", "state"))
    assert states == {heron.pk: MembershipState.ACTIVE, blue.pk: MembershipState.REQUESTED}
    assert ModelLogEntry.objects.filter(action="members.joined_by_domain").count() == 2


def test_an_invitation_to_a_second_address_can_be_accepted_once_it_is_proved(
    dana, roles, token_in_mail, commit, now
):
    with commit():
        actions.invite(
            institution=roles.a, email=NEW, role=Role.CONTRIBUTOR, by=roles.stewardA, now=now
        )
    link = f"/invitations/{token_in_mail()}/"
    refused = dana.client.post(link)
    assert refused.status_code == 403
    assert "add it to your account" in says(refused)

    assert dana.proves(NEW).url == "/welcome/"
    assert f"{roles.a} has invited you" in says(dana.client.get("/welcome/"))
    dana.client.post(link)

    assert Membership.objects.of(roles.a).active().filter(user=dana.user).exists()


def test_removing_an_address_ends_no_membership_and_its_steward_reads_of_it(dana, roles, client_of):
    EmailDomainFactory(domain="heronlake.example.org", institution=roles.a)
    dana.proves(NEW)
    MembershipFactory(user=dana.user, institution=roles.b)

    dana.does("remove", NEW)

    assert Membership.objects.of(roles.a).active().filter(user=dana.user).exists()
    line = "Dana has no address at heronlake.example.org any more"
    assert line in says(client_of(roles.stewardA).get(f"/institutions/{roles.a.slug}/record/"))
    theirs = says(client_of(roles.stewardB).get(f"/institutions/{roles.b.slug}/record/"))
    assert line not in theirs
    assert "Dana removed an e-mail address" in theirs


def test_who_left_does_not_come_back_by_proving_an_address(dana, roles, now):
    EmailDomainFactory(domain="heronlake.example.org", institution=roles.a)
    dana.proves(NEW)
    own = Membership.objects.of(roles.a).get(user=dana.user)
    actions.leave(membership=own, by=dana.user, now=now)
    dana.does("remove", NEW)

    dana.proves(NEW)

    assert not Membership.objects.of(roles.a).active().filter(user=dana.user).exists()


@pytest.mark.parametrize("with_password", [False, True])
def test_every_proved_address_signs_in(dana, client, with_password):
    dana.user.set_password(WORDS)
    dana.user.save()
    EmailAddress.objects.create(user=dana.user, email=NEW, verified=True)
    EmailAddress.objects.create(user=dana.user, email="wait@old.example.org", verified=False)

    form = {"login": NEW.upper(), "password": WORDS if with_password else ""}
    client.post("/accounts/login/", form)
    if not with_password:
        assert mail.outbox[-1].to == [NEW]
        client.post(
            "/accounts/login/code/confirm/", {"action": "verify", "code": code_in(mail.outbox[-1])}
        )

    assert client.session["_auth_user_id"] == str(dana.user.pk)


def test_an_address_that_waits_in_a_session_signs_nobody_in(dana, client):
    dana.does("add", NEW)

    client.post("/accounts/login/", {"login": NEW})

    assert mail.outbox[-1].to == [NEW]
    assert "no account" in mail.outbox[-1].body.lower() or "unknown" in mail.outbox[-1].subject
    assert "_auth_user_id" not in client.session


def test_an_address_that_waits_keeps_no_steward_from_a_factor(client_of, roles):
    steward = _Person(roles.stewardA, client_of)
    steward.does("add", NEW)
    assert steward.client.get("/accounts/2fa/totp/activate/").status_code == 200

    EmailAddress.objects.create(user=steward.user, email="y@old.example.org", verified=False)

    assert steward.client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_a_password_is_asked_again_before_addresses_change(dana):
    dana.user.set_password(WORDS)
    dana.user.save()
    dana.client.force_login(dana.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    EmailAddress.objects.create(user=dana.user, email=NEW, verified=True)

    for action, email in (("add", "z@old.example.org"), ("primary", NEW), ("remove", NEW)):
        asked = dana.does(action, email)
        assert asked.url.startswith("/accounts/reauthenticate/")
    assert dana.addresses() == {"dana@old.example.org": (True, True), NEW: (True, False)}
    assert mail.outbox == []

    done = dana.client.post(asked.url, {"password": WORDS})  # goes on where it was stopped

    assert done.url == LIST
    assert dana.addresses() == {"dana@old.example.org": (True, True)}


def test_mails_of_the_portal_follow_the_address_for_mails(dana, roles, commit, now):
    dana.proves(NEW)
    dana.does("primary", NEW)
    mail.outbox.clear()

    with commit():
        asked = actions.ask_to_join(
            institution=roles.a, by=User.objects.get(pk=dana.user.pk), note="", now=now
        )
    mail.outbox.clear()
    with commit():
        actions.approve(membership=asked, by=roles.stewardA, now=now)

    assert [message.to for message in mail.outbox] == [[NEW]]


def test_somebody_elses_second_address_cannot_sign_up_again(dana, client):
    EmailAddress.objects.create(user=dana.user, email=NEW, verified=True)

    client.post("/accounts/signup/", {"email": NEW, "name": "Other"})

    assert mail.outbox[-1].to == [NEW]
    assert User.objects.filter(name="Other").count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_several_who_prove_one_address_at_once_one_gets_it(client_of):
    people = []
    for number in range(6):
        person = _Person(UserFactory(email=f"p{number}@old.example.org"), client_of)
        person.does("add", NEW)
        people.append((person, code_in(mail.outbox[-1])))

    answers = at_once(*[lambda one=one, code=code: one.types(code) for one, code in people])

    assert {answer.status_code for answer in answers} <= {200, 302}
    assert EmailAddress.objects.filter(email=NEW, verified=True).count() == 1


def test_nobody_sends_codes_to_strangers_all_day(dana, roles, client_of, settings):
    settings.ACCOUNT_RATE_LIMITS = {"prove_address": "10/h/key", "manage_email": "100/m/user"}
    for number in range(10):
        assert dana.does("add", f"stranger{number}@else.example.org").status_code == 302

    refused = dana.does("add", "one.more@else.example.org")

    assert refused.status_code == 429
    assert "Wait an hour, then ask again" in says(refused)
    assert 'value="one.more@else.example.org"' in says(refused)
    assert len(mail.outbox) == 10
    assert _Person(roles.memberA, client_of).does("add", NEW).status_code == 302
