"""Two institutions, two buttons, the same moment: real transactions in real threads."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from members.models import Institution, User
from practices import actions, together
from practices.models import CoPublication, Practice, PracticeAuthor, SignOff
from tests.at_once import at_once
from tests.factories import InstitutionFactory, MembershipFactory, asked_to_publish

pytestmark = pytest.mark.django_db(transaction=True)


def person(user):
    return User.objects.get(pk=user.pk)


def signer(line, user):
    mine = CoPublication.objects.get(pk=line.pk)
    seen = mine.practice.asked_revision_id
    return lambda: actions.sign_off(line=mine, seen=seen, by=person(user), now=timezone.now()).pk


def publisher(practice, roles):
    mine = Practice.objects.get(pk=practice.pk)
    return lambda: actions.publish(practice=mine, by=person(roles.stewardA), now=timezone.now())


def named(practice):
    """As the row says it, the page, and the signatures: all three must agree."""
    row = Practice.objects.get(pk=practice.pk)
    said = [one["name"] for one in together.co_publishers(row)]
    assert said == [house.name for house in together.institutions_named(row)]
    assert all(name in row.body_html for name in said)
    return said


def test_signing_and_publishing_at_once_end_with_the_name(roles, state_of):
    for _ in range(3):
        practice = state_of("submitted")
        line = asked_to_publish(practice, roles.b)

        at_once(signer(line, roles.stewardB), publisher(practice, roles))

        assert Practice.objects.get(pk=practice.pk).live
        assert named(practice) == [roles.b.name]


def test_withdrawing_while_it_is_published_ends_without_the_name(roles, state_of):
    for _ in range(3):
        practice = state_of("submitted")
        line = asked_to_publish(practice, roles.b, signs=True)
        mine = CoPublication.objects.get(pk=line.pk)

        def withdraw(mine=mine):
            actions.withdraw_name(
                line=mine, reason="", by=person(roles.stewardB), now=timezone.now()
            )

        at_once(withdraw, publisher(practice, roles))

        assert Practice.objects.get(pk=practice.pk).live
        assert named(practice) == []


def test_two_stewards_at_once_sign_once_and_tell_once(roles, state_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b)
    deputy = MembershipFactory(institution=roles.b, role="steward").user
    mail.outbox.clear()

    results = at_once(signer(line, roles.stewardB), signer(line, deputy))

    assert [type(one) for one in results].count(actions.AlreadySigned) == 1
    assert SignOff.objects.get().pk in results
    assert len(mail.outbox) == 2  # the author and the steward of the practice


def test_a_newer_version_and_a_signature_at_once_never_mix(roles, state_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b)
    sign, first = signer(line, roles.stewardB), practice.latest_revision_id

    def hand_in_again():
        mine = Practice.objects.get(pk=practice.pk)
        how = {"by": person(roles.authorA), "now": timezone.now()}
        actions.take_back(practice=mine, **how)
        actions.save_draft(practice=mine, words={"advice": "Newer."}, **how)
        actions.submit(practice=mine, **how)

    signed, _ = at_once(sign, hand_in_again)
    publisher(practice, roles)()

    refusals = (actions.NotTheVersionYouRead, actions.NothingToSign)
    assert isinstance(signed, refusals) or SignOff.objects.get().revision_id == first
    assert named(practice) == []


def test_asking_twice_at_once_asks_once(roles, state_of):
    practice = state_of("draft")
    house = InstitutionFactory()
    MembershipFactory(institution=house, role="steward")
    mail.outbox.clear()

    def ask():
        actions.invite_institution(
            practice=Practice.objects.get(pk=practice.pk),
            institution=Institution.objects.get(pk=house.pk),
            note="", by=person(roles.authorA), now=timezone.now(),
        )  # fmt: skip

    results = at_once(ask, ask)

    assert [type(one) for one in results].count(actions.AlreadyInvited) == 1
    assert (CoPublication.objects.count(), len(mail.outbox)) == (1, 1)


def test_two_authors_added_at_once_are_both_kept(roles, state_of):
    practice = state_of("draft")
    other = MembershipFactory(institution=roles.a).user

    def add(who):
        return lambda: actions.add_author(
            practice=Practice.objects.get(pk=practice.pk), person=person(who),
            by=person(roles.authorA), now=timezone.now(),
        ).pk  # fmt: skip

    at_once(add(roles.memberA), add(other), add(other))

    kept = Practice.objects.get(pk=practice.pk).co_author_ids
    assert set(kept) == {roles.memberA.pk, other.pk}
    assert len(kept) == PracticeAuthor.objects.count()
