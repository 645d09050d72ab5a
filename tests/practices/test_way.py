"""From a draft to everybody and back: what is allowed in which state, and what each step does."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from collaborative.core.models import PublicVersion
from practices import actions
from practices.enums import ReviewState, Workflow
from practices.models import Practice, Review
from tests.factories import PracticeFactory, published_practice

from .conftest import STATES, row_of

pytestmark = pytest.mark.django_db


def do(action, practice, roles):
    now = timezone.now()
    author, steward = {"by": roles.authorA, "now": now}, {"by": roles.stewardA, "now": now}
    match action:
        case "save":
            actions.save_draft(practice=practice, words={"need": "Other words."}, **author)
        case "submit":
            actions.submit(practice=practice, **author)
        case "take back":
            actions.take_back(practice=practice, **author)
        case "ask":
            actions.ask_for_changes(practice=practice, note="More.", **steward)
        case "publish":
            actions.publish(practice=practice, **steward)
        case "take down":
            actions.take_down(practice=practice, reason="A name.", **steward)
        case "delete":
            actions.delete_draft(practice=practice, **author)


ALLOWED = {
    "draft": {"save", "submit", "delete"},
    "submitted": {"take back", "ask", "publish"},
    "asked": {"save", "submit", "delete"},
    "live": {"save", "take down"},
    "live with draft": {"save", "submit", "take down"},
    "live submitted": {"take back", "ask", "publish", "take down"},
    "taken down": {"save", "submit"},
}
ACTIONS = ("save", "submit", "take back", "ask", "publish", "take down", "delete")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", STATES)
def test_every_action_in_every_state(state, action, state_of, roles):
    practice = state_of(state)
    before = row_of(practice)
    rounds = list(Review.objects.values())

    if action in ALLOWED[state]:
        do(action, practice, roles)
        after = Practice.objects.filter(pk=practice.pk).values().first()
        assert after != before
    else:
        with pytest.raises(actions.Refused):
            do(action, practice, roles)
        assert row_of(practice) == before
        assert list(Review.objects.values()) == rounds


def test_submitting_says_all_that_is_missing(roles):
    practice = PracticeFactory(
        institution=roles.a, author=roles.authorA, need="", what_we_did="", result="", story="",
        stage="ended", scopes=[],
    )  # fmt: skip
    before = row_of(practice)

    with pytest.raises(actions.NotComplete) as refusal:
        actions.submit(practice=practice, by=roles.authorA, now=timezone.now())

    assert set(refusal.value.missing) == {
        "need", "what_we_did", "result", "story", "scopes", "ended_reason",
    }  # fmt: skip
    assert row_of(practice) == before
    assert mail.outbox == []


def test_publishing_gives_an_address_dates_and_a_closed_round(roles, state_of):
    practice = state_of("submitted", title="Night interpreters: Hmong & Somali")
    version = PublicVersion.objects.get(pk=1).number
    now = timezone.now()

    actions.publish(practice=practice, by=roles.stewardA, now=now)

    live = Practice.objects.get(pk=practice.pk)
    assert live.slug == "night-interpreters-hmong-somali"
    assert (live.published_at, live.published_by, live.last_published_at) == (
        now, roles.stewardA, now,
    )  # fmt: skip
    assert live.live_revision_id == live.latest_revision_id
    review = live.reviews.get()
    assert (review.state, review.decided_by) == (ReviewState.PUBLISHED, roles.stewardA)
    assert PublicVersion.objects.get(pk=1).number == version + 1


def test_publishing_again_keeps_the_first_date_and_moves_the_address_with_the_title(
    roles, state_of
):
    practice = state_of("live", title="First title")
    now = timezone.now() + dt.timedelta(days=30)
    actions.save_draft(
        practice=practice, by=roles.authorA, words={"title": "Second title"}, now=now
    )
    actions.submit(practice=practice, by=roles.authorA, now=now)

    actions.publish(practice=practice, by=roles.stewardA, now=now)

    again = Practice.objects.get(pk=practice.pk)
    assert (again.title, again.slug) == ("Second title", "second-title")
    assert (again.published_at, again.last_published_at) == (practice.published_at, now)


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Share", "practice-share"), ("Draft: x", "practice-draft-x"), ("夜间口译", "practice")],
)
def test_public_addresses_never_meet_our_own(title, slug):
    assert published_practice(title=title).slug == slug


def test_a_hidden_title_claims_no_address(roles, state_of):
    state_of("submitted", title="Same title")
    first = published_practice(title="Same title")
    second = published_practice(title="Same title")

    assert (first.slug, second.slug) == ("same-title", "same-title-2")


def test_a_steward_publishes_an_own_draft_without_a_round_but_not_anothers(roles, state_of):
    own = PracticeFactory(institution=roles.a, author=roles.stewardA, author_belongs=False)
    other = state_of("draft")

    actions.publish(practice=own, by=roles.stewardA, now=timezone.now())
    with pytest.raises(actions.CannotPublish):
        actions.publish(practice=other, by=roles.stewardA, now=timezone.now())

    assert Practice.objects.get(pk=own.pk).live
    assert own.reviews.get().state == ReviewState.PUBLISHED
    assert not Practice.objects.get(pk=other.pk).live


def test_a_steward_publishes_only_the_version_that_was_read(roles, state_of):
    practice = state_of("submitted")
    seen = practice.latest_revision_id
    now = timezone.now()
    actions.take_back(practice=practice, by=roles.authorA, now=now)
    actions.save_draft(practice=practice, by=roles.authorA, words={"need": "Swapped"}, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now)

    with pytest.raises(actions.NotWhatYouSaw):
        actions.publish(practice=practice, by=roles.stewardA, now=now, seen=seen)
    assert not Practice.objects.get(pk=practice.pk).live

    actions.publish(practice=practice, by=roles.stewardA, now=now, seen=practice.latest_revision_id)
    assert Practice.objects.get(pk=practice.pk).need == "Swapped"


def test_a_change_needs_a_sentence_and_stays_asked_until_the_next_round(roles, state_of):
    practice = state_of("submitted")
    now = timezone.now()
    with pytest.raises(actions.SentenceMissing):
        actions.ask_for_changes(practice=practice, by=roles.stewardA, note="  ", now=now)

    actions.ask_for_changes(practice=practice, by=roles.stewardA, note="How many?", now=now)
    actions.save_draft(practice=practice, by=roles.authorA, words={"need": "40."}, now=now)

    assert Practice.objects.get(pk=practice.pk).workflow == Workflow.CHANGES_ASKED
    actions.submit(practice=practice, by=roles.authorA, now=now, note="Said how many.")
    states = list(practice.reviews.oldest_first().values_list("state", "author_note"))
    assert states == [("changes_asked", ""), ("waiting", "Said how many.")]


def test_taking_down_hides_at_once_and_a_coordinator_may(roles, state_of):
    practice = state_of("live with draft")
    version = PublicVersion.objects.get(pk=1).number

    actions.take_down(
        practice=practice, by=roles.coord, reason="A patient's name.", now=timezone.now()
    )

    hidden = Practice.objects.get(pk=practice.pk)
    assert (hidden.live, hidden.card_html, hidden.body_html) == (False, "", "")
    assert (hidden.taken_down_by, hidden.taken_down_reason) == (roles.coord, "A patient's name.")
    assert hidden.advice == "Newer words."
    assert list(Practice.objects.visible_to(roles.coord)) == []
    assert list(Practice.objects.visible_to(roles.memberA)) == [hidden]
    assert PublicVersion.objects.get(pk=1).number == version + 1


def test_what_was_taken_down_can_be_mended_and_published_again(roles, state_of):
    practice = state_of("taken down", title="Mended")
    now = timezone.now()
    actions.save_draft(practice=practice, by=roles.authorA, words={"need": "No name."}, now=now)
    actions.submit(practice=practice, by=roles.authorA, now=now)

    actions.publish(practice=practice, by=roles.stewardA, now=now)

    live = Practice.objects.get(pk=practice.pk)
    assert (live.live, live.slug, live.taken_down_at, live.taken_down_reason) == (
        True, "mended", None, "",
    )  # fmt: skip


def test_letters_go_to_the_people_concerned_and_nobody_else(
    roles, state_of, django_capture_on_commit_callbacks
):
    practice = state_of("draft", title="Secret & title")
    now = timezone.now()

    def told(step):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step()
        return {(message.to[0], message.subject) for message in mail.outbox}

    author, steward = roles.authorA.email, roles.stewardA.email
    assert told(
        lambda: actions.submit(practice=practice, by=roles.authorA, now=now, note="See <b>")
    ) == {(steward, "Heron Lake Health: “Secret & title” waits for you")}
    message = mail.outbox[0]
    assert f"/practices/{practice.slug}/review/" in message.body
    assert "See <b>" in message.body
    assert "See &lt;b&gt;" in message.alternatives[0].content
    assert told(
        lambda: actions.ask_for_changes(
            practice=practice, by=roles.stewardA, note="How many?", now=now
        )
    ) == {(author, "Please change something in “Secret & title”")}
    assert "How many?" in mail.outbox[0].body
    assert told(lambda: actions.submit(practice=practice, by=roles.authorA, now=now)) != set()
    assert told(lambda: actions.publish(practice=practice, by=roles.stewardA, now=now)) == {
        (author, "Published: “Secret & title”")
    }
    assert told(
        lambda: actions.take_down(practice=practice, by=roles.coord, reason="A name.", now=now)
    ) == {(author, "Taken down: “Secret & title”"), (steward, "Taken down: “Secret & title”")}


def test_an_author_who_left_is_not_written_to(roles, state_of, django_capture_on_commit_callbacks):
    practice = state_of("submitted")
    now = timezone.now()
    roles.authorA.memberships.update(state="ended", ended_at=now)

    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_for_changes(practice=practice, by=roles.stewardA, note="More.", now=now)

    assert practice.reviews.get().state == ReviewState.CHANGES_ASKED
    assert mail.outbox == []
