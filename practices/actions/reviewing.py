"""The way to publication: submit, take back, ask for changes, publish, take down."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from collaborative.core.models import bump_public_version
from members.models import User
from practices import derived, notices, permissions, queries, together_notices
from practices.calendar import a_year_after
from practices.enums import ReviewState, Stage, Workflow
from practices.models import Practice, Review

from ._addresses import forget_addresses, give_address
from ._plans import end_plan
from ._rows import adopt, keep_version, locked, require, write_audit
from ._screened import require_answers
from .co_publishing import forget_signatures
from .refusals import (
    WITHDRAWN,
    AlreadyPublished,
    CannotAskForChanges,
    CannotPublish,
    CannotSubmit,
    CannotTakeBack,
    CannotTakeDown,
    NotComplete,
    NotWhatYouSaw,
    SentenceMissing,
)

MISSING = {
    "title": "Give it a title.",
    "need": "Say what the need was.",
    "what_we_did": "Say what you did.",
    "result": "Say what came of it, even if it is early.",
    "story": "Choose what kind of story this is.",
    "stage": "Choose the stage it is at.",
    "scopes": "Choose one to three scope areas.",
}
# Why a publication that was planned does not happen, by how its round ended otherwise.
PLAN_ENDED: dict[str, str] = {
    ReviewState.WITHDRAWN: "It was taken back to be changed.",
    ReviewState.CHANGES_ASKED: "A change was asked for.",
}
ENDED_REASON_MISSING = "Say why it ended: it helps others most."
COST_YEAR_MISSING = "Say of which year the dollars are."


def what_is_missing(practice: Practice) -> dict[str, str]:
    """Field -> what to do, for the words of `practice`."""
    missing = {name: text for name, text in MISSING.items() if not getattr(practice, name)}
    if practice.stage == Stage.ENDED and not practice.ended_reason:
        missing["ended_reason"] = ENDED_REASON_MISSING
    costs = (practice.start_up_cost, practice.yearly_cost)
    if practice.cost_year is None and any(cost is not None for cost in costs):
        missing["cost_year"] = COST_YEAR_MISSING
    return missing


@transaction.atomic
def submit(*, practice: Practice, by: User, now: dt.datetime, note: str = "") -> Review:
    """Hands the newest words to the stewards, with `note` or the one kept with the draft.

    In order: checks what a reader needs, opens the review, stops the words, tells the stewards.
    """
    row = locked(practice)
    require(permissions.user_can_submit(by, row))
    newest = row.newest()
    if row.is_submitted:
        raise CannotSubmit("This practice is waiting for a steward already.")
    if row.is_withdrawn:
        raise CannotSubmit(WITHDRAWN)
    if row.live and not row.has_unpublished_changes:
        raise CannotSubmit
    missing = what_is_missing(newest)
    if missing:
        raise NotComplete(missing)
    require_answers(newest, now=now)
    have_version(row, by=by, now=now)
    review = Review.objects.create(
        practice=row,
        revision=row.latest_revision,
        submitted_by=by,
        submitted_at=now,
        author_note=note.strip() or row.note_to_steward.strip(),
    )
    row.workflow = Workflow.SUBMITTED
    row.submitted_at = now
    row.reminded_at = row.routed_at = None
    row.note_to_steward = ""
    fields = [
        "workflow", "submitted_at", "reminded_at", "routed_at", "note_to_steward",
        "latest_revision", "updated_at",
    ]  # fmt: skip
    row.save(update_fields=fields)
    write_audit(row, "submit", by=by, now=now)
    notices.submitted(practice=row, title=newest.title, review=review)
    together_notices.ask(practice=row)
    adopt(practice, row)
    return review


@transaction.atomic
def take_back(*, practice: Practice, by: User, now: dt.datetime) -> None:
    """The author wants to go on writing: the round ends without an answer, its note is kept."""
    row = locked(practice)
    require(permissions.user_can_submit(by, row))
    if not row.is_submitted:
        raise CannotTakeBack
    review = _close(row, ReviewState.WITHDRAWN, by=by, now=now)
    row.workflow = Workflow.DRAFT
    row.note_to_steward = review.author_note
    row.save(update_fields=["workflow", "note_to_steward", "updated_at"])
    write_audit(row, "take_back", by=by, now=now)
    adopt(practice, row)


@transaction.atomic
def ask_for_changes(*, practice: Practice, by: User, note: str, now: dt.datetime) -> Review:
    """A steward answers with what to change; the author may write again and is told.

    Where there is no steward, a coordinator may answer so (permissions.user_can_answer).
    """
    row = locked(practice)
    require(permissions.user_can_answer(by, row))
    if not row.is_submitted:
        raise CannotAskForChanges
    if not note.strip():
        raise SentenceMissing
    review = _close(row, ReviewState.CHANGES_ASKED, by=by, now=now, note=note.strip())
    row.workflow = Workflow.CHANGES_ASKED
    row.save(update_fields=["workflow", "updated_at"])
    write_audit(row, "ask_changes", by=by, now=now)
    notices.changes_asked(practice=row, title=row.newest().title, review=review)
    adopt(practice, row)
    return review


@transaction.atomic
def publish(*, practice: Practice, by: User, now: dt.datetime, seen: int | None = None) -> Practice:
    """The institution says it: the words under review become what everybody reads.

    `seen` is the number of the version that the steward read. In order: public version raised (its
    row lock also makes publications one after another, so a slug is given once), words and public
    address written, derived columns made, review closed, audit line, author told on commit.
    A steward may publish an own draft without a round.
    """
    row = locked(practice)
    require(permissions.user_can_publish(by, row))
    newest = row.newest()
    check_publishable(row, newest, by=by, seen=seen)
    require_answers(newest, now=now)
    bump_public_version()
    if not row.is_submitted:
        have_version(row, by=by, now=now)
        Review.objects.create(
            practice=row, revision=row.latest_revision, submitted_by=by, submitted_at=now
        )
    review = _close(row, ReviewState.PUBLISHED, by=by, now=now)
    title_before = row.title
    for name in Practice.CONTENT_FIELDS:
        setattr(row, name, getattr(newest, name))
    give_address(row, title_before=title_before)
    if not row.was_ever_live:
        row.published_at = row.first_published_at = now
        row.published_by = by
    row.live, row.has_unpublished_changes = True, False
    row.live_revision = row.latest_revision
    row.last_published_at = now
    row.public_version += 1
    row.review_by = None if row.is_ended else a_year_after(now)
    row.is_overdue = False
    row.workflow = Workflow.SETTLED
    row.taken_down_at = row.taken_down_by = None
    row.taken_down_reason = ""
    row.save()
    derived.refresh(row)
    _relate(row)
    write_audit(row, "publish", by=by, now=now)
    notices.published(practice=row, review=review)
    together_notices.published(practice=row)
    adopt(practice, row)
    return practice


@transaction.atomic
def take_down(*, practice: Practice, by: User, reason: str, now: dt.datetime) -> None:
    """Out of the public's sight at once, everywhere.

    In order: public version raised, row hidden (it holds the newest words again, as a draft does),
    a round that waits closed (who else could read it reads it no more), earlier public versions
    closed for good with the names of other institutions on them, derived columns made anew, audit
    line, author and stewards told on commit.
    """
    row = locked(practice)
    require(permissions.user_can_take_down(by, row))
    if not row.is_public:
        raise CannotTakeDown
    if not reason.strip():
        raise SentenceMissing
    bump_public_version()
    together_notices.gone(practice=row, what="taken_down")
    forget_signatures(row)
    forget_addresses(row)
    newest = row.newest()
    for name in Practice.CONTENT_FIELDS:
        setattr(row, name, getattr(newest, name))
    row.live, row.live_revision = False, None
    row.withdrawn_at = row.withdrawn_by = None
    row.withdrawn_reason = ""
    row.review_by, row.is_overdue = None, False
    end_plan(row, by=by, why="The practice was taken down.")
    row.has_unpublished_changes = True
    if row.is_submitted:
        row.note_to_steward = _close(row, ReviewState.WITHDRAWN, by=by, now=now).author_note
    if row.workflow != Workflow.CHANGES_ASKED:
        row.workflow = Workflow.DRAFT
    row.taken_down_at = row.history_public_since = now
    row.taken_down_by = by
    row.taken_down_reason = reason.strip()
    row.save()
    derived.refresh(row)
    write_audit(row, "take_down", by=by, now=now, reason=row.taken_down_reason)
    notices.taken_down(practice=row, by=by)
    adopt(practice, row)


def _relate(row: Practice) -> None:
    """Names the nearest practices below this one, and lets those name their nearest anew."""
    row.related_ids = queries.nearest(row)
    row.save(update_fields=["related_ids", "updated_at"])
    for other in Practice.objects.filter(pk__in=row.related_ids).live():
        Practice.objects.filter(pk=other.pk).update(related_ids=queries.nearest(other))


def check_publishable(row: Practice, newest: Practice, *, by: User, seen: int | None) -> None:
    if row.is_withdrawn:
        raise CannotPublish(WITHDRAWN)
    if row.live and not row.has_unpublished_changes:
        raise AlreadyPublished
    if not row.is_submitted and not permissions.user_can_publish_own(by, row):
        raise CannotPublish
    if seen is not None and seen != row.latest_revision_id:
        raise NotWhatYouSaw
    missing = what_is_missing(newest)
    if missing:
        raise NotComplete(missing)


def have_version(row: Practice, *, by: User, now: dt.datetime) -> None:
    """What goes to a steward is a kept version, never only the row."""
    newest = row.newest()
    kept = row.latest_revision
    if kept is None or Practice.words_in(kept.content) != newest.words():
        keep_version(newest, by=by, now=now)
        row.latest_revision = newest.latest_revision


def _close(row: Practice, state: str, *, by: User, now: dt.datetime, note: str = "") -> Review:
    review = Review.objects.select_related("submitted_by").get(
        practice=row, state=ReviewState.WAITING
    )
    review.state, review.decided_by, review.decided_at = state, by, now
    review.steward_note = note
    review.save()
    end_plan(row, by=by, why=PLAN_ENDED.get(state, ""))
    return review
