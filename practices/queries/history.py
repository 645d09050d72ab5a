"""The versions of a practice, and what changed between two of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from wagtail.models import ModelLogEntry, Revision

from collaborative.core import word_diff
from practices import record, rows
from practices.choices import CHOICES
from practices.enums import ReviewState
from practices.models import Practice, PracticeFile, Review, ScopeArea
from practices.models.practices import BY_ITSELF, SITTING

from .progress import anchor

# Enough for a person to look through; older ones stay in the database.
MOST_VERSIONS = 200
# Forms save often: so many are looked through for those. What somebody read as a reader or as a
# steward, and what a person kept with a button, is found beyond them too.
MOST_READ = 600


@dataclass(frozen=True)
class Version:
    """Words that were kept: at some time live, or only written."""

    revision: Revision
    written_at: dt.datetime
    published_at: dt.datetime | None
    # As in a citation; none for what was only written.
    number: int | None
    is_live: bool
    is_newest: bool

    @property
    def pk(self) -> int:
        return self.revision.pk

    def words(self) -> dict[str, Any]:
        return Practice.words_in(self.revision.content)


@dataclass(frozen=True)
class Change:
    """One question of the form whose answer differs."""

    name: str
    label: str
    html: SafeString
    before: str
    after: str

    @property
    def anchor(self) -> str:
        return anchor(self.name)


@dataclass(frozen=True)
class History:
    """Versions newest first; for the institution's own people also what was never live."""

    versions: list[Version]
    rounds: list[Review] = field(default_factory=list)
    log: list[ModelLogEntry] = field(default_factory=list)

    def get(self, pk: int) -> Version | None:
        return next((version for version in self.versions if version.pk == pk), None)


def history(practice: Practice, *, with_drafts: bool) -> History:
    """What somebody may read of how a practice came about.

    Everybody: the versions that were live since it was last taken down, while it is readable.
    """
    rounds = list(
        Review.objects.filter(practice=practice)
        .select_related("submitted_by", "decided_by")
        .order_by("-submitted_at", "-pk")
    )
    numbers, live_since = _publications(practice, rounds, with_drafts=with_drafts)
    kept = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(Practice), object_id=str(practice.pk)
    ).order_by("-pk")
    if not with_drafts:
        kept = kept.filter(pk__in=live_since if practice.is_public else [])
    needed = {practice.live_revision_id, practice.latest_revision_id, *live_since}
    needed |= {review.revision_id for review in rounds}
    revisions = _enough(_without_steps(_read(kept.select_related("user"), needed), needed), needed)
    versions = [
        Version(
            revision=revision,
            number=numbers.get(revision.pk),
            written_at=revision.created_at,
            published_at=live_since.get(revision.pk),
            is_live=practice.live and revision.pk == practice.live_revision_id,
            is_newest=revision.pk == practice.latest_revision_id,
        )
        for revision in revisions
    ]
    if not with_drafts:
        return History(versions)
    log = list(
        ModelLogEntry.objects.for_instance(practice)
        .select_related("user")
        .order_by("-timestamp", "-pk")[:MOST_VERSIONS]
    )
    return History(versions, rounds, log)


def _read(kept: QuerySet, needed: set[int | None]) -> list[Revision]:
    """The newest, and of those before them the needed ones and what no form saved by itself."""
    newest = list(kept[:MOST_READ])
    if len(newest) < MOST_READ:
        return newest
    before = kept.filter(pk__lt=newest[-1].pk)
    by_hand = before.exclude(object_str=BY_ITSELF)[:MOST_VERSIONS]
    older = {one.pk: one for one in (*before.filter(pk__in=needed - {None}), *by_hand)}
    return [*newest, *(older[pk] for pk in sorted(older, reverse=True))]


def _enough(revisions: list[Revision], needed: set[int | None]) -> list[Revision]:
    """The newest of them, and every needed one."""
    return [
        revision
        for place, revision in enumerate(revisions)
        if place < MOST_VERSIONS or revision.pk in needed
    ]


def _without_steps(revisions: list[Revision], needed: set[int | None]) -> list[Revision]:
    """Leaves out what the form saved by itself while the same person went on; newest first."""
    kept: list[Revision] = []
    after = None
    for revision in revisions:
        is_step = (
            revision.object_str == BY_ITSELF
            and revision.pk not in needed
            and after is not None
            and after.user_id == revision.user_id
            and after.created_at - revision.created_at < SITTING
        )
        if not is_step:
            kept.append(revision)
        after = revision
    return kept


def _publications(
    practice: Practice, rounds: list[Review], *, with_drafts: bool
) -> tuple[dict[int, int], dict[int, dt.datetime | None]]:
    """Revision -> the number under which it is cited, and since when it was live; rounds come
    newest first. Every publication counts, as in derived.versions_of.

    What the public may not know of is left out; the institution sees it, but where words came back
    after they were taken down, it reads the number that everybody reads.
    """
    published = [one for one in reversed(rounds) if one.state == ReviewState.PUBLISHED]
    numbers: dict[int, int] = {}
    live_since: dict[int, dt.datetime | None] = {}
    public: set[int] = set()
    for number, one in enumerate(published, start=1):
        is_public = _is_public_round(practice, one)
        if one.revision_id is None or one.revision_id in public:
            continue
        if is_public or (with_drafts and one.revision_id not in numbers):
            numbers[one.revision_id] = number
            live_since[one.revision_id] = one.decided_at
        if is_public:
            public.add(one.revision_id)
    return numbers, live_since


def _is_public_round(practice: Practice, review: Review) -> bool:
    since = practice.history_public_since
    return since is None or (review.decided_at is not None and review.decided_at > since)


def labels(practice: Practice, fields: list[str]) -> list[str]:
    """The questions of the form by the names a person knows."""
    names = _Names(practice)
    return [names.label(name) for name in fields]


def changes(
    practice: Practice,
    old: dict[str, Any],
    new: dict[str, Any],
    *,
    only: Collection[str] = Practice.CONTENT_FIELDS,
    as_public: bool = False,
) -> list[Change]:
    """The answers that differ, in the order of the form, compared word by word.

    `as_public`: for whoever is not of the institution. What the page hides stays hidden here.
    """
    names = _Names(practice)
    found = []
    for name in (name for name in Practice.CONTENT_FIELDS if name in only):
        before, after = (
            names.in_words(name, words.get(name), as_public=as_public) for words in (old, new)
        )
        if before != after:
            html = word_diff.to_html(word_diff.compare(before, after))
            found.append(Change(name, names.label(name), html, before, after))
    return found


class _Names:
    """Slugs, choices and file numbers as the words that a reader knows."""

    def __init__(self, practice: Practice) -> None:
        self.areas = dict(ScopeArea.objects.values_list("slug", "name"))
        files = PracticeFile.objects.filter(practice_id=practice.pk)
        self.files = dict(files.values_list("pk", "name"))

    def label(self, name: str) -> str:
        return record.QUESTIONS[name].label

    def in_words(self, name: str, value: Any, *, as_public: bool) -> str:
        if not value:
            return ""
        if name in rows.ROWS:
            return rows.in_words(name, value, as_public=as_public)
        match name:
            case "scopes":
                words = [self.areas.get(slug, slug) for slug in value]
            case "file_ids":
                words = [self.files.get(pk, "a file") for pk in value]
            case _ if name in CHOICES:
                chosen = value if isinstance(value, list) else [value]
                words = [CHOICES[name].get(one, one) for one in chosen]
            case _:
                words = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        return ", ".join(words)
