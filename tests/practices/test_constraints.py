"""What the database itself refuses, beside what it takes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from practices.models import (
    Comment,
    Follow,
    Keep,
    Practice,
    Review,
    ScopeArea,
    ScreenedWords,
)
from tests.factories import PracticeFactory, published_practice

pytestmark = pytest.mark.django_db
NOW = timezone.now()

PRACTICE = [
    ("practice_story_is_known", {"story": "success"}, {"story": "sermon"}),
    ("practice_stage_is_known", {"stage": ""}, {"stage": "dream"}),
    ("practice_workflow_is_known", {"workflow": "settled"}, {"workflow": "lost"}),
    ("practice_has_at_most_three_scopes", {"scopes": ["a", "b", "c"]},
     {"scopes": ["a", "b", "c", "d"]}),
    ("practice_live_has_a_scope", {"scopes": ["a"]}, {"scopes": []}),
    ("practice_live_has_published_at", {"last_published_at": None},
     {"published_at": None, "published_by": None}),
    ("practice_both_published_at_and_published_by_set", {"live": False, "published_at": None,
     "published_by": None}, {"published_by": None}),
    ("practice_taken_down_is_not_live", {"live": False, "taken_down_at": NOW},
     {"taken_down_at": NOW}),
    ("practice_submitted_has_submitted_at", {"workflow": "submitted", "submitted_at": NOW},
     {"workflow": "submitted", "submitted_at": None}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad"), PRACTICE, ids=[row[0] for row in PRACTICE])
def test_constraints_of_a_practice(name, good, bad):
    practice = published_practice()
    row = Practice.objects.filter(pk=practice.pk)

    with transaction.atomic():
        assert row.update(**good) == 1
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.update(**bad)


REVIEW = [
    ("review_state_is_known", {"state": "withdrawn", "decided_at": NOW},
     {"state": "lost", "decided_at": NOW}),
    ("review_decided_has_decided_at", {"state": "published", "decided_at": NOW},
     {"state": "published"}),
    ("review_decided_has_decided_at", {"author_note": "x"}, {"decided_at": NOW}),
    ("review_changes_asked_says_what",
     {"state": "changes_asked", "decided_at": NOW, "steward_note": "More."},
     {"state": "changes_asked", "decided_at": NOW, "steward_note": ""}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad"), REVIEW)
def test_constraints_of_a_review(name, good, bad, state_of):
    state_of("submitted")

    with transaction.atomic():
        assert Review.objects.update(**good) == 1
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Review.objects.update(**bad)


def test_a_practice_waits_for_one_answer_at_a_time(state_of, roles):
    practice = state_of("submitted")
    again = {"practice": practice, "submitted_by": roles.authorA, "submitted_at": NOW}

    Review.objects.create(**again, state="withdrawn", decided_at=NOW)
    with (
        pytest.raises(IntegrityError, match="review_waits_once_per_practice"),
        transaction.atomic(),
    ):
        Review.objects.create(**again)


def test_addresses_are_given_once():
    first = PracticeFactory()

    with pytest.raises(IntegrityError, match="slug"), transaction.atomic():
        PracticeFactory(slug=first.slug)


def test_an_area_stands_on_one_of_two_sides():
    with pytest.raises(IntegrityError, match="scope_area_wall_is_known"), transaction.atomic():
        ScopeArea.objects.filter(position=1).update(wall="above")
    assert ScopeArea.objects.filter(position=1).update(wall="beyond") == 1


SCREENED = [
    ("screened_words_kind_is_known", {"kind": "face"}, {"kind": "mood"}),
    ("screened_words_answer_is_known", {"answer": "open"}, {"answer": "perhaps"}),
    ("screened_words_answer_says_who_and_when", {"answer": "agreed", "answered_at": NOW},
     {"answer": "agreed"}),
    ("screened_words_other_answer_says_what",
     {"answer": "other", "answered_at": NOW, "note": "An artist"},
     {"answer": "other", "answered_at": NOW}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad"), SCREENED, ids=[row[0] for row in SCREENED])
def test_constraints_of_screened_words(name, good, bad):
    practice = PracticeFactory()
    row = ScreenedWords.objects.create(
        practice=practice, kind="name", place="need", fingerprint="0", asked_at=NOW
    )
    rows = ScreenedWords.objects.filter(pk=row.pk)
    by = practice.author

    def given(words):
        return words | ({"answered_by": by} if "answered_at" in words else {})

    with transaction.atomic():
        assert rows.update(**given(good)) == 1
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**given(bad))


def test_the_same_words_in_one_place_are_asked_about_once():
    practice = PracticeFactory()
    what = {"practice": practice, "kind": "name", "fingerprint": "0", "asked_at": NOW}
    ScreenedWords.objects.create(**what, place="need")
    ScreenedWords.objects.create(**what, place="result")

    name = "screened_words_are_asked_about_once_per_place"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ScreenedWords.objects.create(**what, place="need")


def _comment(practice, person, **more):
    return Comment(
        practice=practice,
        author=person,
        institution=practice.institution,
        voice="steward",
        text="Words",
        written_at=NOW,
        key=more.pop("key", "0" * 32),
        **more,
    )


HIDDEN = {"hidden_at": NOW, "hidden_reason": "A name"}
COMMENT = [
    ("comment_speaks_for_an_institution_or_from_an_office",
     {"institution": None, "voice": "coordinator"}, {"institution": None}),
    ("comment_speaks_for_an_institution_or_from_an_office", {"voice": "contributor"},
     {"voice": "coordinator"}),
    ("comment_has_words_until_it_is_taken_back", {"text": "", "taken_back_at": NOW}, {"text": ""}),
    ("comment_has_words_until_it_is_taken_back", {"text": "x"}, {"taken_back_at": NOW}),
    ("comment_is_edited_within_fifteen_minutes", {"edited_at": NOW + dt.timedelta(minutes=14)},
     {"edited_at": NOW + dt.timedelta(minutes=15)}),
    ("comment_is_edited_within_fifteen_minutes", {"edited_at": NOW},
     {"edited_at": NOW - dt.timedelta(seconds=1)}),
    ("comment_hidden_says_by_whom_and_why", HIDDEN | {"hidden_by": True}, HIDDEN),
    ("comment_hidden_says_by_whom_and_why", {"hidden_at": None},
     {"hidden_at": NOW, "hidden_by": True}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "good", "bad"), COMMENT)
def test_constraints_of_a_comment(name, good, bad):
    practice = published_practice()
    row = _comment(practice, practice.author)
    row.save()
    rows = Comment.objects.filter(pk=row.pk)

    def named(values):
        return values | ({"hidden_by": practice.author} if values.get("hidden_by") else {})

    with transaction.atomic():
        assert rows.update(**named(good)) == 1
        transaction.set_rollback(True)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**named(bad))


def test_comments_hang_on_others_and_are_written_once_a_form():
    practice = published_practice()
    first = _comment(practice, practice.author)
    first.save()
    _comment(practice, practice.published_by, parent=first).save()
    _comment(practice, practice.author, key="1" * 32).save()

    with pytest.raises(IntegrityError, match="once_a_form"), transaction.atomic():
        _comment(practice, practice.author).save()
    with pytest.raises(IntegrityError, match="no_reply_to_itself"), transaction.atomic():
        Comment.objects.filter(pk=first.pk).update(parent=first)


def test_keeps_and_follows_are_once_and_of_one_kind():
    practice, other = published_practice(), published_practice()
    area = ScopeArea.objects.get(slug="accessibility")
    me, you = practice.author, other.author
    things = {
        "practice": {"practice": practice}, "institution": {"institution": practice.institution},
        "area": {"area": area}, "tag": {"tag": "Doulas"},
    }  # fmt: skip
    for person in (me, you):
        Keep.objects.create(user=person, practice=practice, kept_at=NOW)
        for kind, thing in things.items():
            Follow.objects.create(user=person, kind=kind, since=NOW, **thing)

    with pytest.raises(IntegrityError, match="keep_is_once"), transaction.atomic():
        Keep.objects.create(user=me, practice=practice, kept_at=NOW)
    for kind, thing in (things | {"tag": {"tag": "DOULAS"}}).items():
        with pytest.raises(IntegrityError, match="is_once_per_person"), transaction.atomic():
            Follow.objects.create(user=me, kind=kind, since=NOW, **thing)
    for kind, thing in (
        ("practice", {}), ("practice", {"practice": other, "tag": "x"}), ("tag", {"tag": ""}),
        ("area", {"institution": other.institution}), ("other", {"tag": "x"}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="names_one_thing"), transaction.atomic():
            Follow.objects.create(user=me, kind=kind, since=NOW, **thing)
