"""Two people, two buttons, the same moment: real transactions in real threads."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from members.models import User
from practices import actions
from practices.models import Comment, Follow, Keep, Practice
from tests.at_once import at_once
from tests.factories import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db(transaction=True)


def person(user):
    """A person as another request would read them."""
    return User.objects.get(pk=user.pk)


def test_two_publishers_at_once_publish_once(state_of, roles):
    practice = state_of("submitted")
    mail.outbox.clear()

    def publish():
        actions.publish(
            practice=Practice.objects.get(pk=practice.pk),
            by=person(roles.stewardA),
            now=timezone.now(),
        )

    results = at_once(publish, publish, publish)

    assert sorted(type(result).__name__ for result in results) == [
        "AlreadyPublished", "AlreadyPublished", "NoneType",
    ]  # fmt: skip
    assert practice.reviews.filter(state="published").count() == 1
    assert [message.to for message in mail.outbox] == [[roles.authorA.email]]


def test_the_same_title_published_twice_at_once_gets_two_addresses(state_of, roles):
    drafts = [state_of("submitted", title="Same title") for _ in range(3)]

    def publisher(practice):
        return lambda: (
            actions.publish(practice=practice, by=person(roles.stewardA), now=timezone.now()).slug
        )

    slugs = at_once(*[publisher(practice) for practice in drafts])

    assert sorted(slugs) == ["same-title", "same-title-2", "same-title-3"]


def test_an_edit_and_a_submission_at_once_never_mix(state_of, roles):
    practice = state_of("draft", need="Before.")
    now = timezone.now()

    def edit():
        actions.save_draft(
            practice=practice, by=person(roles.authorA), words={"need": "After."}, now=now
        )
        return "saved"

    def submit():
        mine = Practice.objects.get(pk=practice.pk)
        return actions.submit(practice=mine, by=person(roles.authorA), now=now).revision_id

    saved, submitted = at_once(edit, submit)

    kept = Practice.objects.get(pk=practice.pk)
    words = Practice.words_in(kept.latest_revision.content)
    assert kept.is_submitted
    assert submitted == kept.latest_revision_id
    assert words == kept.words()
    assert kept.need == ("After." if saved == "saved" else "Before.")
    assert saved == "saved" or isinstance(saved, actions.CannotEdit)


def test_two_saves_at_once_keep_both_and_tell_one(state_of, roles):
    practice = state_of("draft")

    def save(user, need):
        mine = Practice.objects.get(pk=practice.pk)
        return lambda: actions.save_draft(
            practice=mine, by=person(user), words={"need": need}, now=timezone.now(),
            started_from=0,
        ).need  # fmt: skip

    results = at_once(save(roles.authorA, "Mine."), save(roles.stewardA, "Theirs."))

    refused = [result for result in results if isinstance(result, actions.EditedMeanwhile)]
    assert len(refused) == 1
    assert Practice.objects.get(pk=practice.pk).need == refused[0].theirs.need


def test_one_form_sent_twice_at_once_makes_one_practice(roles):
    def begin():
        return actions.begin(
            institution=roles.a, by=person(roles.authorA), words={"title": "Once"},
            now=timezone.now(), draft_key="draft-00000000000000aa",
        ).pk  # fmt: skip

    results = at_once(begin, begin)

    assert results[0] == results[1] == Practice.objects.get().pk


def test_a_publication_that_fails_leaves_nothing_half_done(state_of, roles, monkeypatch):
    practice = state_of("submitted")
    live = published_practice(PracticeFactory(institution=roles.a, author=roles.authorA))
    before = list(Practice.objects.order_by("pk").values())

    def fail(**_):
        raise RuntimeError("The mail template is broken.")

    monkeypatch.setattr("practices.notices.published", fail)
    with pytest.raises(RuntimeError):
        actions.publish(practice=practice, by=roles.stewardA, now=timezone.now())

    assert list(Practice.objects.order_by("pk").values()) == before
    assert practice.reviews.get().state == "waiting"
    assert list(Practice.objects.live()) == [live]


def test_one_form_sent_twice_at_once_writes_one_comment_and_one_mail(state_of, roles):
    practice = state_of("live")
    mail.outbox.clear()

    def write():
        return actions.write_comment(
            practice=practice,
            text="How?",
            key="0" * 32,
            by=person(roles.memberB),
            now=timezone.now(),
        ).pk

    results = at_once(write, write, write)

    assert set(results) == {Comment.objects.get().pk}
    assert [sent.to for sent in mail.outbox] == [[roles.authorA.email]]


def test_a_comment_and_a_take_down_at_once_leave_no_comment_on_what_is_hidden(state_of, roles):
    practice = state_of("live")
    now = timezone.now()

    def write():
        actions.write_comment(
            practice=practice, text="How?", key="0" * 32, by=person(roles.memberA), now=now
        )
        return Practice.objects.get(pk=practice.pk).live

    def take_down():
        mine = Practice.objects.get(pk=practice.pk)
        actions.take_down(practice=mine, by=person(roles.stewardA), reason="A name", now=now)

    wrote, _ = at_once(write, take_down)

    assert isinstance(wrote, actions.CannotComment) or Comment.objects.count() == 1
    assert not isinstance(wrote, actions.CannotComment) or not Comment.objects.exists()


def test_two_buttons_at_once_keep_once_and_follow_once(state_of, roles):
    practice = state_of("live", tags=["Doulas"])
    now = timezone.now()

    def keep():
        return actions.keep(practice=practice, by=person(roles.memberB), now=now).pk

    def follow(target):
        return lambda: (
            actions.follow(kind="tag", target=target, by=person(roles.memberB), now=now).pk
        )

    results = at_once(keep, keep, follow("Doulas"), follow("doulas"))

    assert set(results) == {Keep.objects.get().pk, Follow.objects.get().pk}
