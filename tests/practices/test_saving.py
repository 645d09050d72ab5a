"""A draft needs a title, keeps every version, loses nothing and tells nobody."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from practices import actions
from practices.enums import Workflow
from practices.models import Practice
from tests.factories import PracticeFactory

from .conftest import row_of

pytestmark = pytest.mark.django_db
KEY = "draft-0123456789abcdef"


def begin(roles, by=None, **more):
    return actions.begin(
        institution=more.pop("institution", roles.a),
        by=by or roles.authorA,
        words={"title": "Night interpreters"},
        now=timezone.now(),
        **more,
    )


def test_a_title_makes_a_draft_with_a_version_and_an_audit_line(roles):
    practice = begin(roles)

    assert (practice.title, practice.live, practice.workflow) == (
        "Night interpreters", False, Workflow.DRAFT,
    )  # fmt: skip
    assert practice.slug == practice.draft_key
    assert practice.latest_revision.content["title"] == "Night interpreters"
    line = ModelLogEntry.objects.for_instance(practice).get()
    assert (line.action, line.user) == ("practices.create", roles.authorA)
    assert "Night" not in line.label


def test_the_same_form_sent_twice_makes_one_practice(roles):
    first, second = begin(roles, draft_key=KEY), begin(roles, draft_key=KEY)

    assert first.pk == second.pk
    assert Practice.objects.count() == 1


def test_the_key_of_somebody_elses_draft_opens_nothing(roles):
    practice = begin(roles, draft_key=KEY)
    before = row_of(practice)

    with pytest.raises(PermissionDenied):
        begin(roles, by=roles.stewardB, institution=roles.b, draft_key=KEY)

    assert row_of(practice) == before


def test_only_members_begin_a_practice_of_an_institution(roles):
    begin(roles, by=roles.memberA)
    for stranger in (roles.stewardB, roles.coord, roles.exA, roles.nomember):
        with pytest.raises(PermissionDenied):
            begin(roles, by=stranger)
    assert Practice.objects.count() == 1


def test_saving_keeps_a_version_and_the_fields_that_are_not_named(roles, state_of):
    practice = state_of("draft", need="Before", advice="Stays")

    actions.save_draft(
        practice=practice, by=roles.authorA, words={"need": "After"}, now=timezone.now()
    )

    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.need, kept.advice) == ("After", "Stays")
    assert Practice.words_in(kept.latest_revision.content) == kept.words()


def test_saving_the_same_words_again_keeps_no_version(roles, state_of):
    practice = state_of("draft")
    words = {"need": "After"}
    for _ in range(2):
        actions.save_draft(practice=practice, by=roles.authorA, words=words, now=timezone.now())

    assert Revision.objects.for_instance(practice).count() == 1


def test_a_draft_of_a_live_practice_leaves_the_row_alone(roles, state_of):
    practice = state_of("live", need="Live words")
    before = row_of(practice)

    actions.save_draft(
        practice=practice, by=roles.authorA, words={"need": "Hidden words"}, now=timezone.now()
    )

    after = row_of(practice)
    assert {name for name in after if after[name] != before[name]} == {
        "workflow", "has_unpublished_changes", "latest_revision_id", "updated_at",
    }  # fmt: skip
    assert Practice.objects.get(pk=practice.pk).newest().need == "Hidden words"


def test_going_back_to_the_live_words_leaves_nothing_waiting(roles, state_of):
    practice = state_of("live with draft")
    words = {"advice": practice.advice}

    actions.save_draft(practice=practice, by=roles.authorA, words=words, now=timezone.now())

    kept = Practice.objects.get(pk=practice.pk)
    assert (kept.workflow, kept.has_unpublished_changes) == (Workflow.SETTLED, False)


def test_words_that_somebody_saved_meanwhile_are_not_overwritten(roles, state_of):
    practice = state_of("draft")
    now = timezone.now()
    started = practice.latest_revision_id or 0
    actions.save_draft(practice=practice, by=roles.stewardA, words={"need": "Theirs"}, now=now)

    with pytest.raises(actions.EditedMeanwhile) as refusal:
        actions.save_draft(
            practice=practice,
            by=roles.authorA,
            words={"need": "Mine"},
            now=now,
            started_from=started,
        )

    assert refusal.value.theirs.need == "Theirs"
    assert Practice.objects.get(pk=practice.pk).need == "Theirs"
    newest = Practice.objects.get(pk=practice.pk).latest_revision_id
    actions.save_draft(
        practice=practice, by=roles.authorA, words={"need": "Mine"}, now=now, started_from=newest
    )
    assert Practice.objects.get(pk=practice.pk).need == "Mine"


@pytest.mark.parametrize("name", ["institution_id", "author_id", "live", "slug", "workflow"])
def test_nothing_but_words_can_be_saved(roles, state_of, name):
    practice = state_of("draft")
    before = row_of(practice)

    with pytest.raises(TypeError):
        actions.save_draft(
            practice=practice, by=roles.authorA, words={name: roles.b.pk}, now=timezone.now()
        )

    assert row_of(practice) == before


def test_files_of_another_practice_are_not_taken_over(roles, state_of, with_file):
    theirs = with_file(PracticeFactory(institution=roles.a, author=roles.authorA))
    practice = state_of("draft")
    own = with_file(practice)

    actions.save_draft(
        practice=practice,
        by=roles.authorA,
        words={"file_ids": [theirs.pk, own.pk, own.pk, 99]},
        now=timezone.now(),
    )

    assert Practice.objects.get(pk=practice.pk).file_ids == [own.pk]


def test_earlier_words_come_back_as_the_newest_version(roles, state_of):
    practice = state_of("draft")
    now = timezone.now()
    for need in ("First", "Second"):
        actions.save_draft(practice=practice, by=roles.authorA, words={"need": need}, now=now)
    first = Revision.objects.for_instance(practice).order_by("pk").first()

    actions.restore(practice=practice, revision=first, by=roles.authorA, now=now)

    assert Practice.objects.get(pk=practice.pk).need == "First"
    assert Revision.objects.for_instance(practice).count() == 3


def test_versions_of_another_practice_cannot_be_restored(roles, state_of):
    other = state_of("submitted", need="Of another")
    practice = state_of("draft", need="Own")

    with pytest.raises(PermissionDenied):
        actions.restore(
            practice=practice, revision=other.latest_revision, by=roles.authorA, now=timezone.now()
        )

    assert Practice.objects.get(pk=practice.pk).need == "Own"


def test_a_deleted_draft_takes_its_files_and_leaves_its_audit_line(
    roles, state_of, with_file, django_capture_on_commit_callbacks
):
    practice = state_of("draft")
    kept = with_file(practice)
    storage, name = kept.file.storage, kept.file.name
    assert storage.exists(name)
    audit = ModelLogEntry.objects.for_instance(practice)

    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_draft(practice=practice, by=roles.authorA, now=timezone.now())

    assert not Practice.objects.exists()
    assert not storage.exists(name)
    assert audit.filter(action="practices.delete").exists()


def test_what_a_word_processor_pastes_along_breaks_no_feed(roles, client_of):
    """A soft line break is none that XML knows: the feed would be broken for everybody."""
    client = client_of(roles.authorA)
    client.post("/practices/share/", {"title": "Rides\x0bhome\u2028again"})
    practice = Practice.objects.get()
    form = {
        "title": "Rides\x0bhome\x07 again", "need": "One\x0btwo\r\nthree\x1b",
        "revision": practice.latest_revision_id,
    }  # fmt: skip
    client.post(f"/practices/{practice.slug}/edit/", form)
    practice.refresh_from_db()
    form = {"tags": "bus\x0blate", "revision": practice.latest_revision_id}
    client.post(f"/practices/{practice.slug}/edit/fit/", form)

    practice.refresh_from_db()
    assert practice.title == "Rides home again"
    assert practice.need == "One\ntwo\nthree"
    assert practice.tags == ["bus late"]
