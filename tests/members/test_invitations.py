"""Invitations: one link, one address, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from members import actions
from members.models import Invitation
from members.tokens import hash_token
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
A = "/institutions/heron-lake-health"


@pytest.fixture
def invited(roles, now, commit, token_in_mail):
    """Invites an address to A and gives the token that only its mail holds."""

    def invite(email="pat@elsewhere.example.org", role="contributor", at=None):
        with commit():
            invitation = actions.invite(
                institution=roles.a, email=email, role=role, by=roles.stewardA, now=at or now
            )
        return invitation, token_in_mail()

    return invite


def test_the_mail_holds_the_token_and_the_database_only_its_digest(invited):
    invitation, token = invited()

    assert len(token) == 43
    assert invitation.token_hash == hash_token(token)
    assert mail.outbox[0].to == ["pat@elsewhere.example.org"]
    assert f"http://testserver/invitations/{token}/" in mail.outbox[0].body
    assert f"http://testserver/invitations/{token}/" in mail.outbox[0].alternatives[0][0]


def test_looking_at_an_invitation_changes_nothing(invited, roles, client_of):
    invitation, token = invited()

    pages = [client_of(person).get(f"/invitations/{token}/") for person in (None, roles.memberB)]

    assert [page.status_code for page in pages] == [200, 200]
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.revoked_at) == (None, None)
    assert roles.memberB.memberships.count() == 1
    shown = pages[0].content.decode()
    assert "Heron Lake Health" in shown
    assert "contributor" in shown
    assert f"/accounts/signup/?next=%2Finvitations%2F{token}%2F" in shown
    for secret in ("pat@elsewhere.example.org", roles.stewardA.email, roles.stewardA.name):
        assert secret not in shown


def test_the_page_keeps_its_address_to_itself(invited, client_of):
    _, token = invited()

    page = client_of(None).get(f"/invitations/{token}/")

    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "private, no-store"
    assert not page.cookies


def test_the_invited_address_accepts_and_gets_the_role(invited, client_of, now):
    invitation, token = invited(role="steward")
    pat = UserFactory(email="pat@elsewhere.example.org")

    answer = client_of(pat).post(f"/invitations/{token}/")

    membership = pat.memberships.get()
    invitation.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/welcome/")
    assert (membership.state, membership.role) == ("active", "steward")
    assert invitation.accepted_by == pat


def test_wrong_or_unverified_addresses_are_refused_with_a_sentence(invited, client_of):
    _, token = invited()
    other = UserFactory(email="sam@elsewhere.example.org")
    unproved = UserFactory(email="pat@elsewhere.example.org", verified=False)
    unproved.emailaddress_set.create(email=unproved.email, verified=False)

    for person in (other, unproved):
        refused = client_of(person).post(f"/invitations/{token}/")
        assert refused.status_code == 403
        assert "This invitation was sent to another address." in refused.content.decode()
        assert person.memberships.count() == 0
        assert "pat@elsewhere.example.org" not in refused.content.decode()

    unproved.emailaddress_set.update(verified=True)
    assert client_of(unproved).post(f"/invitations/{token}/").status_code == 302


def test_signed_out_acceptance_leads_to_sign_in_and_back(invited, client_of):
    _, token = invited()

    answer = client_of(None).post(f"/invitations/{token}/")

    assert (answer.status_code, answer["Location"]) == (
        302, f"/accounts/login/?next=%2Finvitations%2F{token}%2F",
    )  # fmt: skip


def test_used_expired_revoked_and_unknown_links_answer_with_the_same_bytes(
    invited, roles, client_of, now
):
    pat = UserFactory(email="pat@elsewhere.example.org")
    _, used = invited()
    actions.accept_invitation(token=used, by=pat, now=now)
    _, expired = invited("old@elsewhere.example.org", at=now - dt.timedelta(days=15))
    revoked_row, revoked = invited("gone@elsewhere.example.org")
    actions.revoke_invitation(invitation=revoked_row, by=roles.stewardA, now=now)
    _, open_one = invited("open@elsewhere.example.org")

    def bytes_of(token, person, method):
        answer = getattr(client_of(person), method)(f"/invitations/{token}/")
        return answer.status_code, answer.content

    unknown = bytes_of("x" * 43, None, "get")
    assert unknown[0] == 404
    assert {bytes_of(token, None, "get") for token in (used, expired, revoked)} == {unknown}
    posted = {bytes_of(token, pat, "post")[0] for token in (used, expired, revoked, "x" * 43)}
    assert posted == {404}
    assert bytes_of(open_one, None, "get")[0] == 200


def test_sending_again_kills_the_old_link(invited, roles, client_of, now, commit, token_in_mail):
    invitation, old = invited()

    with commit():
        client_of(roles.stewardA).post(f"{A}/invitations/{invitation.pk}/resend/")
    new = token_in_mail()

    assert new != old
    anon = client_of(None)
    assert anon.get(f"/invitations/{old}/").status_code == 404
    assert anon.get(f"/invitations/{new}/").status_code == 200


def test_inviting_an_address_again_replaces_the_open_invitation(invited):
    _, old = invited(role="contributor")
    again, new = invited(role="steward")

    assert Invitation.objects.count() == 1
    assert (again.role, again.token_hash) == ("steward", hash_token(new))
    assert old != new


def test_an_invitation_is_open_once_per_institution_and_address(invited, roles, now):
    first, _ = invited()
    twin = {
        "institution": roles.a, "email": first.email, "invited_by": roles.stewardA,
        "expires_at": now,
    }  # fmt: skip

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(token_hash="1", **twin)
    actions.revoke_invitation(invitation=first, by=roles.stewardA, now=now)
    Invitation.objects.create(token_hash="1", **twin)


def test_members_are_not_invited_again(roles, client_of):
    answer = client_of(roles.stewardA).post(
        f"{A}/invite/", {"email": roles.memberA.email.upper(), "role": "steward"}
    )

    assert answer.status_code == 409
    assert "belongs to Heron Lake Health already." in answer.content.decode()
    assert Invitation.objects.count() == 0


def test_members_cannot_accept_another_role_by_invitation(roles, now, commit, token_in_mail):
    """[IN8] Even the right address: a role of a member is changed by a steward."""
    with commit():
        invitation = actions.invite(
            institution=roles.a, email="new@people.example.org", role="steward",
            by=roles.stewardA, now=now,
        )  # fmt: skip
    roles.memberA.emailaddress_set.create(email=invitation.email, verified=True)

    with pytest.raises(actions.NotAllowed):
        actions.accept_invitation(token=token_in_mail(), by=roles.memberA, now=now)
    assert roles.memberA.memberships.get().role == "contributor"


def test_accepting_turns_a_waiting_request_into_the_membership(invited, roles, now):
    asked = actions.ask_to_join(institution=roles.a, by=roles.nomember, note="", now=now)
    _, token = invited(roles.nomember.email)

    accepted = actions.accept_invitation(token=token, by=roles.nomember, now=now)

    assert accepted.pk == asked.pk
    assert accepted.state == "active"


def test_joining_by_domain_uses_up_a_contributors_invitation(invited, roles, now):
    invitation, _ = invited("pat@heron.example.org")
    actions.add_domain(
        institution=roles.a, domain="heron.example.org", joining="automatic", proof="word",
        word="x", by=roles.coord, now=now,
    )  # fmt: skip
    pat = UserFactory(email="pat@heron.example.org")

    actions.join_by_domain(user=pat, now=now)

    invitation.refresh_from_db()
    assert (pat.memberships.count(), invitation.accepted_by) == (1, pat)
