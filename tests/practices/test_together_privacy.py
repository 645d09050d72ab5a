"""What authors and institutions beside a practice must not read, and whose name must not stay."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from members import actions as members
from members.models import User
from practices import actions, derived, together, together_own_data
from practices.models import CoPublication, Practice, Question
from tests.factories import MembershipFactory, UserFactory, asked_to_publish, contact

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def fresh(practice):
    return Practice.objects.get(pk=practice.pk)


def save(practice, by, **words):
    actions.save_draft(practice=fresh(practice), by=by, words=words, now=NOW)


def submit(practice, by):
    actions.submit(practice=fresh(practice), by=by, now=NOW)


def publish(practice, roles):
    actions.publish(practice=fresh(practice), by=roles.stewardA, now=NOW)


def leave(person):
    members.leave(membership=person.memberships.get(), by=person, now=NOW)
    return User.objects.get(pk=person.pk)


def named(practice):
    return [one["name"] for one in together.co_publishers(fresh(practice))]


def mails(act):
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        act()
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


@pytest.fixture
def of_b(roles):
    return MembershipFactory(
        institution=roles.b, user=UserFactory(name="Berit Lund", is_shown=True)
    ).user


@pytest.fixture
def signed(roles, state_of):
    practice = state_of("submitted", title="Night interpreters")
    asked_to_publish(practice, roles.b, signs=True)
    publish(practice, roles)
    return practice


def test_newer_words_stand_on_no_desk_but_their_institutions(roles, state_of, client_of, of_b):
    practice = state_of("live", title="Night interpreters")
    asked_to_publish(practice, roles.b)
    for person in (of_b, roles.memberA):
        actions.add_author(practice=practice, person=person, by=roles.authorA, now=NOW)
    save(practice, roles.authorA, title="Zebra title")
    submit(practice, roles.authorA)
    actions.ask_for_changes(
        practice=fresh(practice), by=roles.stewardA, note="Quokka note", now=NOW
    )
    assert "Zebra title" in client_of(roles.memberA).get("/desk/").content.decode()
    gone = leave(roles.memberA)
    MembershipFactory(institution=roles.b, user=gone)

    for person in (of_b, User.objects.get(pk=gone.pk)):
        desk = client_of(person).get("/desk/").content.decode()
        assert "Night interpreters" in desk  # what is public of theirs
        assert "Zebra" not in desk
        assert "Quokka" not in desk


def test_a_take_down_closes_the_round_that_others_could_read(roles, state_of, client_of, with_file):
    practice = state_of("live", title="Night interpreters")
    kept = with_file(practice, "poster.txt", b"Inside the poster")
    save(practice, roles.authorA, advice="Zebra words")
    submit(practice, roles.authorA)
    line = asked_to_publish(fresh(practice), roles.b)
    steward = client_of(roles.stewardB)
    assert "Zebra words" in steward.get(line.get_absolute_url()).content.decode()
    file = f"{practice.get_absolute_url()}files/{kept.pk}/"
    assert b"".join(steward.get(file).streaming_content) == b"Inside the poster"

    actions.take_down(practice=fresh(practice), by=roles.coord, reason="A name.", now=NOW)

    down = fresh(practice)
    assert (down.is_submitted, down.reviews.waiting().exists()) == (False, False)
    assert steward.get(line.get_absolute_url()).status_code == 404
    assert steward.get(file).status_code == 404
    line = CoPublication.objects.get()
    assert "Zebra" not in steward.get(line.get_absolute_url()).content.decode()
    submit(practice, roles.authorA)  # mended, it can be handed in again, and is read again
    assert "Zebra words" in steward.get(line.get_absolute_url()).content.decode()


def test_whoever_is_named_hears_what_becomes_of_it(roles, signed):
    to_b = [(roles.stewardB.email, "“Night interpreters” is withdrawn")]
    acts = (
        lambda: actions.withdraw(practice=fresh(signed), by=roles.stewardA, reason="-", now=NOW),
        lambda: actions.bring_back(practice=fresh(signed), by=roles.stewardA, now=NOW),
        lambda: actions.take_down(practice=fresh(signed), by=roles.stewardA, reason="-", now=NOW),
    )

    assert set(to_b) <= set(mails(acts[0]))
    back = f"“Night interpreters” is public with the name of {roles.b.name}"
    assert (roles.stewardB.email, back) in mails(acts[1])
    down = mails(acts[2])
    assert (roles.stewardB.email, "“Night interpreters” is not public any more") in down


def test_a_yes_does_not_outlive_a_take_down(roles, signed):
    assert named(signed) == [roles.b.name]
    actions.take_down(practice=fresh(signed), by=roles.stewardA, reason="A name.", now=NOW)

    submit(signed, roles.authorA)
    publish(signed, roles)

    assert named(signed) == []


def test_who_left_speaks_of_the_own_name_and_sees_no_other(roles, state_of, client_of):
    practice = state_of("draft", title="Zebra draft")
    actions.add_author(practice=practice, person=roles.memberA, by=roles.authorA, now=NOW)
    gone, first = leave(roles.memberA), leave(roles.authorA)
    later = MembershipFactory(institution=roles.a, user=UserFactory(name="Later Added")).user
    actions.add_author(practice=fresh(practice), person=later, by=roles.stewardA, now=NOW)

    for person in (gone, first):
        page = client_of(person).get(practice.get_people_url())
        assert page.status_code == 200
        assert "Show my name" in page.content.decode()
        for hidden in ("Later Added", "Zebra"):
            assert hidden not in page.content.decode()
    assert "Zebra" not in str(together_own_data.authorships(gone))


def test_nobody_without_a_name_writes_to_another_institution(roles, state_of):
    User.objects.filter(pk=roles.authorA.pk).update(name="", email="jane.q@people.example.org")
    practice = state_of("submitted")
    author = User.objects.get(pk=roles.authorA.pk)
    with pytest.raises(actions.NamelessInviter):
        actions.invite_institution(
            practice=practice, institution=roles.b, note="", by=author, now=NOW
        )
    line = actions.invite_institution(
        practice=practice, institution=roles.b, note="", by=roles.stewardA, now=NOW
    )
    User.objects.filter(pk=roles.stewardB.pk).update(name="")
    nameless = User.objects.get(pk=roles.stewardB.pk)
    seen = line.practice.asked_revision_id

    for act in (
        lambda: actions.sign_off(line=line, seen=seen, by=nameless, now=NOW),
        lambda: actions.decline_sign_off(line=line, seen=seen, note="No.", by=nameless, now=NOW),
        lambda: actions.withdraw_name(line=line, reason="", by=nameless, now=NOW),
    ):
        with pytest.raises(actions.Nameless):
            act()


def test_letters_to_other_stewards_have_an_end(roles, state_of):
    practice = state_of("draft")

    def ask_and_call_off():
        line = actions.invite_institution(
            practice=fresh(practice), institution=roles.b, note="", by=roles.authorA, now=NOW
        )
        actions.call_off_institution(line=line, by=roles.authorA, now=NOW)

    for _ in range(12):
        ask_and_call_off()
    with pytest.raises(actions.TooManyInvited, match="asked 12 institutions in the last hour"):
        ask_and_call_off()
    assert not CoPublication.objects.exists()


def test_the_same_no_twice_is_told_once(roles, state_of):
    line = asked_to_publish(state_of("submitted"), roles.b)
    seen = line.practice.asked_revision_id

    def decline(note):
        return mails(lambda: actions.decline_sign_off(
            line=line, seen=seen, note=note, by=roles.stewardB, now=NOW))  # fmt: skip

    assert decline("Too early.")
    assert decline("Too early.") == []
    assert decline("Not yet.")


def test_words_that_come_too_late_are_shown_again(roles, state_of, client_of):
    practice = state_of("submitted")
    line = asked_to_publish(practice, roles.b)
    seen = line.practice.asked_revision_id
    actions.take_back(practice=practice, by=roles.authorA, now=NOW)
    steward = client_of(roles.stewardB)

    late = steward.post(line.get_decline_url(), {"seen": seen, "note": "Quokka sentence"})
    assert (late.status_code, "Quokka sentence" in late.content.decode()) == (409, True)
    steward.post(line.get_withdraw_url(), {"reason": "First"})
    again = steward.post(line.get_withdraw_url(), {"reason": "Quokka reason"})
    assert (again.status_code, "Quokka reason" in again.content.decode()) == (409, True)


def test_a_steward_who_wrote_along_publishes_without_a_round(roles, state_of):
    practice = state_of("draft")
    actions.add_author(practice=practice, person=roles.stewardA, by=roles.authorA, now=NOW)

    publish(practice, roles)

    assert fresh(practice).live


def test_making_pages_anew_reads_the_row_as_it_is(roles, signed):
    """A row that was read before somebody published is not written over what is public now."""
    stale = fresh(signed)
    save(signed, roles.authorA, advice="Newer words")
    submit(signed, roles.authorA)
    publish(signed, roles)

    derived.refresh_anew(stale.pk)

    assert "Newer words" in fresh(signed).body_html
    assert named(signed) == []


def test_other_words_in_the_same_form_are_another_question(roles, state_of):
    practice = state_of("live")
    contact(practice, roles.authorA)
    for text in ("First?", "First?", "Second?"):
        actions.ask(practice=practice, text=text, shows_address=False, key="a" * 32,
                    by=roles.memberB, now=NOW)  # fmt: skip

    assert sorted(Question.objects.values_list("text", flat=True)) == ["First?", "Second?"]
