"""What practices keep of a person: what they wrote, answered and gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Revision

from members.keeping import Part, Row, Upload
from members.models import User
from practices import permissions
from practices.choices import CHOICES
from practices.models import (
    Adoption,
    PlannedPublication,
    Practice,
    PracticeFile,
    Review,
    ScopeArea,
    ScreenedWords,
)
from practices.rows import ROWS


def practices(user: User) -> list[Row]:
    """In the words of the version that the person saved last: later ones are somebody else's."""
    own = list(Practice.objects.filter(author=user).select_related("institution").order_by("-pk"))
    words = _last_words(user)
    areas = dict(ScopeArea.objects.values_list("slug", "name"))
    return [
        {
            "institution": practice.institution.name,
            "where_it_stands": _stands(practice),
            "begun_on": practice.created_at,
            "first_published_on": practice.published_at,
            "address": practice.get_absolute_url() if practice.is_public else "",
            **_told(practice.with_words(words.get(str(practice.pk), {})), areas),
        }
        for practice in own
    ]


def _told(practice: Practice, areas: dict[str, str]) -> Row:
    told: dict[str, Any] = practice.words()
    del told["file_ids"]
    for name, means in CHOICES.items():
        chosen = told[name]
        is_one = not isinstance(chosen, list)
        told[name] = (
            means.get(chosen, chosen) if is_one else [means.get(one, one) for one in chosen]
        )
    for name, shape in ROWS.items():
        told[name] = [
            {column.label: column.in_words(row.get(column.name, "")) for column in shape.columns}
            for row in told[name]
        ]
    told["scopes"] = [areas.get(slug, slug) for slug in practice.scopes]
    return told


def _last_words(user: User) -> dict[str, dict[str, Any]]:
    """Practice id as text -> the words of this person's newest version."""
    return {
        revision.object_id: Practice.words_in(revision.content)
        for revision in _versions_by(user).order_by("object_id", "-pk").distinct("object_id")
    }


def _versions_by(user: User):
    kind = ContentType.objects.get_for_model(Practice)
    return Revision.objects.filter(content_type=kind, user=user)


def versions(user: User) -> list[Row]:
    """When, of which practice; the title only where everybody reads it or it is one's own."""
    saved = list(_versions_by(user).order_by("-pk").values_list("object_id", "created_at"))
    about = Practice.objects.select_related("institution").in_bulk({int(pk) for pk, _ in saved})
    return [
        {"saved_on": at, **_named(about[int(pk)], user)} for pk, at in saved if int(pk) in about
    ]


def reviews(user: User) -> list[Row]:
    """One's own words to the other side, never theirs."""
    rounds = (
        Review.objects.filter(Q(submitted_by=user) | Q(decided_by=user))
        .select_related("practice__institution")
        .order_by("-submitted_at", "-pk")
    )
    return [
        {
            **_named(one.practice, user),
            "state": one.get_state_display(),
            "submitted_by_you_on": one.submitted_at if one.submitted_by_id == user.pk else None,
            "your_note": one.author_note if one.submitted_by_id == user.pk else "",
            "answered_by_you_on": one.decided_at if one.decided_by_id == user.pk else None,
            "your_answer": one.steward_note if one.decided_by_id == user.pk else "",
        }
        for one in rounds
    ]


def taken_down(user: User) -> list[Row]:
    found = Practice.objects.filter(taken_down_by=user).select_related("institution")
    return [
        {
            **_named(practice, user),
            "taken_down_on": practice.taken_down_at,
            "your_reason": practice.taken_down_reason,
        }
        for practice in found.order_by("-taken_down_at", "-pk")
    ]


def looked_after(user: User) -> list[Row]:
    """What one said of public practices: still true, withdrawn."""
    found = Practice.objects.filter(Q(verified_by=user) | Q(withdrawn_by=user))
    return [
        {
            **_named(practice, user),
            "still_true_by_you_on": _if_by(user, practice.verified_by_id, practice.verified_at),
            "withdrawn_by_you_on": _if_by(user, practice.withdrawn_by_id, practice.withdrawn_at),
            "your_reason": practice.withdrawn_reason if practice.withdrawn_by_id == user.pk else "",
        }
        for practice in found.select_related("institution").order_by("-pk")
    ]


def _if_by(user: User, who: int | None, when: dt.datetime | None) -> dt.datetime | None:
    return when if who == user.pk else None


def planned(user: User) -> list[Row]:
    plans = PlannedPublication.objects.filter(planned_by=user)
    return [
        {
            **_named(plan.practice, user),
            "planned_by_you_on": plan.planned_at,
            "to_be_published_on": plan.publish_at,
        }
        for plan in plans.select_related("practice__institution").order_by("publish_at", "pk")
    ]


def screen_answers(user: User) -> list[Row]:
    """What was found is not kept, so it cannot be told."""
    given = ScreenedWords.objects.filter(answered_by=user).select_related("practice__institution")
    return [
        {
            **_named(one.practice, user),
            "answered_on": one.answered_at,
            "your_answer": one.get_answer_display(),
            "your_note": one.note,
        }
        for one in given.order_by("-answered_at", "-pk")
    ]


def files(user: User) -> list[Row]:
    return [
        {
            "name": one.name,
            "description": one.description,
            "kind": one.media_type,
            "bytes": one.size,
            "added_on": one.added_at,
            **_named(one.practice, user),
        }
        for one in _files(user)
    ]


def _said(line: Adoption, user: User) -> dict[str, str]:
    if line.waiting_by_id == user.pk:
        return line.newest_words()
    return line.words() if line.reported_by_id == user.pk else dict.fromkeys(Adoption.WORDS, "")


def adoptions(user: User) -> list[Row]:
    """One's own words as they wait, or as a steward confirmed them; one's answers."""
    found = (
        Adoption.objects.filter(
            Q(reported_by=user) | Q(waiting_by=user) | Q(confirmed_by=user) | Q(declined_by=user)
        )
        .select_related("institution", "practice__institution")
        .order_by("-reported_at", "-pk")
    )
    return [
        {
            **_named(one.practice, user),
            "taken_up_by": one.institution.name,
            "reported_by_you_on": one.reported_at if one.reported_by_id == user.pk else None,
            "your_words_since": one.waiting_since if one.waiting_by_id == user.pk else None,
            **{f"your_words_{name}": word for name, word in _said(one, user).items()},
            "confirmed_by_you_on": one.confirmed_at if one.confirmed_by_id == user.pk else None,
            "sent_back_by_you_on": one.declined_at if one.declined_by_id == user.pk else None,
            "your_answer": one.declined_reason if one.declined_by_id == user.pk else "",
        }
        for one in found
    ]


def uploads(user: User) -> Iterator[Upload]:
    for one in _files(user):
        yield Upload(f"{one.pk}-{one.name}", one.size, one.file.open)


def _files(user: User):
    own = PracticeFile.objects.filter(added_by=user)
    return own.select_related("practice__institution").order_by("pk")


def title_for(practice: Practice, user: User) -> str:
    """A draft of somebody else has no name here, nor one's own of a place that one has left."""
    own = practice.author_id == user.pk and permissions.user_can_read(user, practice)
    return practice.title if practice.is_public or own else "a draft"


def _named(practice: Practice, user: User) -> Row:
    return {
        "practice": title_for(practice, user),
        "institution": practice.institution.name,
    }


def _stands(practice: Practice) -> str:
    if practice.live:
        return "published"
    if practice.is_withdrawn:
        return "withdrawn"
    return "taken down" if practice.is_taken_down else practice.get_workflow_display().lower()


PARTS = (
    Part(
        "practices", "Practices that you wrote",
        "They belong to your institution, which published them or keeps the draft. You get them "
        "as you saved them last.", practices, ("practices.Practice.author",),
    ),
    Part(
        "versions", "Versions that you saved",
        "Each version of a practice says who wrote it, so that its history can be read.", versions,
        ("wagtailcore.Revision.user",),
    ),
    Part(
        "reviews", "Words between author and steward",
        "What you wrote when you submitted a practice, or answered one.", reviews,
        ("practices.Review.submitted_by", "practices.Review.decided_by"),
    ),
    Part(
        "taken_down", "Practices that you took down",
        "So that its author knows who did and why.", taken_down,
        ("practices.Practice.taken_down_by",),
    ),
    Part(
        "looked_after", "What you said of practices later",
        "So that readers know that somebody of the institution stands behind it, or why not.",
        looked_after, ("practices.Practice.verified_by", "practices.Practice.withdrawn_by"),
    ),
    Part(
        "planned", "Publications that you planned",
        "They go out in your name; kept until they have.", planned,
        ("practices.PlannedPublication.planned_by",),
    ),
    Part(
        "screen_answers", "Answers to the patient screen",
        "When you said why words may stay that could tell who a patient is. The words are not kept "
        "with the answer.", screen_answers, ("practices.ScreenedWords.answered_by",),
    ),
    Part(
        "adoptions", "Practices that your institution took up",
        "What you wrote or answered in the ledger of a practice. The words belong to your "
        "institution, which says them.", adoptions,
        (
            "practices.Adoption.reported_by", "practices.Adoption.waiting_by",
            "practices.Adoption.confirmed_by", "practices.Adoption.declined_by",
        ),
    ),
    Part(
        "files", "Files that you added to practices",
        "They belong to the practice. The files themselves come along in the folder “files”.",
        files, ("practices.PracticeFile.added_by",),
    ),
)  # fmt: skip
