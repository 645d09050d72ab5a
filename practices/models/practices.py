"""The practice: the record everything else is about."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import MONTHS
from wagtail.models import DraftStateMixin, Revision, RevisionMixin

from practices.enums import STAGE_MEANS, STORY_MEANS, WRITABLE, Stage, Story, Workflow
from practices.querysets import PracticeQuerySet

MOST_SCOPES = 3


def make_draft_key() -> str:
    """A name for a practice that has none yet; says nothing and cannot be guessed."""
    return f"draft-{secrets.token_hex(8)}"


class Practice(DraftStateMixin, RevisionMixin, models.Model):
    """Something an institution does or tried, told so that another can try it.

    The row holds what is live. While nothing is live it holds the draft itself; once live, newer
    words wait in a revision until a steward publishes them. Scope areas, tags and files are arrays
    on the row, so a revision carries them and a facet needs no join (docs/adr/0004).
    """

    # Who says it. Frozen at the first save.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, related_name="practices"
    )
    author = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="practices")
    draft_key = models.SlugField(max_length=40, unique=True, default=make_draft_key, editable=False)
    # Until the first publication the slug is the draft key: a hidden title claims no address.
    slug = models.SlugField(max_length=120, unique=True)

    # What is said. CONTENT_FIELDS below.
    title = models.CharField(max_length=140)
    need = models.TextField("the need", max_length=600, blank=True)
    what_we_did = models.TextField("what we did", max_length=600, blank=True)
    result = models.TextField("the result", max_length=600, blank=True)
    plain_summary = models.TextField("plain-language summary", max_length=1200, blank=True)
    story = models.CharField(max_length=12, choices=Story.choices, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    ended_reason = models.TextField("why it ended", max_length=600, blank=True)
    started = models.CharField("started (year, or year and month)", max_length=7, blank=True)
    scopes = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    how_it_works = models.TextField("how it works", max_length=8000, blank=True)
    what_it_takes = models.TextField("what it takes", max_length=4000, blank=True)
    community_part = models.TextField("the community's part", max_length=4000, blank=True)
    results_detail = models.TextField("results in detail", max_length=6000, blank=True)
    advice = models.TextField("advice for those who try it", max_length=4000, blank=True)
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)

    # Where it stands.
    workflow = models.CharField(
        max_length=16, choices=Workflow.choices, default=Workflow.DRAFT, editable=False
    )
    # What the author means to tell the steward at the next submission; no part of what is said.
    note_to_steward = models.TextField(max_length=1000, blank=True, default="", editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The first publication; that of the words now live is last_published_at.
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        "members.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    taken_down_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_down_by = models.ForeignKey(
        "members.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    taken_down_reason = models.CharField(max_length=400, blank=True, editable=False)
    # Words that were taken down stay out of the public history for good.
    history_public_since = models.DateTimeField(null=True, blank=True, editable=False)

    # Kept by the same transaction that writes the words (practices.derived).
    walls = ArrayField(models.CharField(max_length=8), default=list, editable=False)
    search = SearchVectorField(null=True, editable=False)
    card_html = models.TextField(blank=True, editable=False)
    body_html = models.TextField(blank=True, editable=False)
    # Institutions that use it now, as their stewards confirmed (practices.ledger).
    adopters = models.PositiveIntegerField(default=0, editable=False)

    # Audit only; no rule reads these.
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PracticeQuerySet.as_manager()

    CONTENT_FIELDS = (
        "title", "need", "what_we_did", "result", "plain_summary", "story", "stage",
        "ended_reason", "started", "scopes", "tags", "how_it_works", "what_it_takes",
        "community_part", "results_detail", "advice", "file_ids",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(story="") | Q(story__in=Story.values), name="practice_story_is_known"
            ),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=Stage.values), name="practice_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(workflow__in=Workflow.values), name="practice_workflow_is_known"
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__lte=MOST_SCOPES), name="practice_has_at_most_three_scopes"
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(scopes__len__gte=1),
                name="practice_live_has_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="practice_both_published_at_and_published_by_set",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(published_at__isnull=False),
                name="practice_live_has_published_at",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(taken_down_at__isnull=True),
                name="practice_taken_down_is_not_live",
            ),
            models.CheckConstraint(
                condition=~Q(workflow=Workflow.SUBMITTED) | Q(submitted_at__isnull=False),
                name="practice_submitted_has_submitted_at",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="practice_search"),
            GinIndex(SearchVector("title", config="english"), name="practice_title_words"),
            GinIndex(fields=["scopes"], name="practice_scopes"),
            GinIndex(fields=["tags"], name="practice_tags"),
            models.Index(
                models.F("published_at").desc(),
                models.F("id").desc(),
                condition=Q(live=True),
                name="practice_newest",
            ),
            models.Index(
                models.F("adopters").desc(),
                models.F("published_at").desc(nulls_first=True),
                models.F("id").desc(),
                condition=Q(live=True),
                name="practice_most_adopted",
            ),
            models.Index(fields=["institution", "workflow"], name="practice_by_institution"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = self.draft_key
        super().save(*args, **kwargs)

    # URLs
    def get_absolute_url(self) -> str:
        return reverse("practices:detail", args=[self.slug])

    def get_edit_url(self) -> str:
        return reverse("practices:edit", args=[self.slug])

    def get_history_url(self) -> str:
        return reverse("practices:history", args=[self.slug])

    # Words
    def serializable_data(self) -> dict[str, Any]:
        """What a revision keeps: the words, and whose they are."""
        fields = [self.question(name) for name in self.CONTENT_FIELDS]
        return {"pk": self.pk} | {
            field.name: (
                field.value_to_string(self)
                if isinstance(field, ArrayField)
                else getattr(self, field.attname)
            )
            for field in fields
        }

    def with_content_json(self, content: dict[str, Any]) -> Practice:
        """A revision brings words only: where a practice stands is always the row's own."""
        return self.with_words(self.words_in(content))

    def with_words(self, words: dict[str, Any]) -> Practice:
        """This practice as it would read with other words; nothing is written."""
        draft = copy.copy(self)
        for name in self.CONTENT_FIELDS:
            if name in words:
                setattr(draft, name, words[name])
        return draft

    @classmethod
    def words_in(cls, content: dict[str, Any]) -> dict[str, Any]:
        """The words that a revision's content holds, as Python values."""
        return {
            name: cls.question(name).to_python(content[name])
            for name in cls.CONTENT_FIELDS
            if name in content
        }

    # Questions
    @property
    def is_submitted(self) -> bool:
        return self.workflow == Workflow.SUBMITTED

    @property
    def is_editable(self) -> bool:
        """In review the words stand still until a steward answers or the author takes them back."""
        return self.workflow in WRITABLE

    @property
    def is_settled(self) -> bool:
        return self.workflow == Workflow.SETTLED

    @property
    def was_asked_to_change(self) -> bool:
        return self.workflow == Workflow.CHANGES_ASKED

    @property
    def is_taken_down(self) -> bool:
        return self.taken_down_at is not None

    @property
    def has_newer_draft(self) -> bool:
        return self.live and self.has_unpublished_changes

    @property
    def was_ever_live(self) -> bool:
        return self.published_at is not None

    @property
    def story_means(self) -> str:
        return STORY_MEANS.get(Story(self.story), "") if self.story else ""

    @property
    def stage_means(self) -> str:
        return STAGE_MEANS.get(Stage(self.stage), "") if self.stage else ""

    @property
    def started_in_words(self) -> str:
        """“2019-03” as a person says it."""
        year, _, month = self.started.partition("-")
        return f"{MONTHS[int(month)]} {year}" if month else year

    @property
    def is_ended(self) -> bool:
        return self.stage == Stage.ENDED

    def newest(self) -> Practice:
        """The words as last written: the newest revision's, on top of this row."""
        revision: Revision | None = self.latest_revision if self.has_newer_draft else None
        return self.with_content_json(revision.content) if revision else self

    @classmethod
    def question(cls, name: str) -> models.Field:
        """The field behind one of CONTENT_FIELDS: its name for people, its longest answer."""
        return cls._meta.get_field(name)  # type: ignore[return-value]

    def words(self) -> dict[str, Any]:
        """What this row says, ready to be kept or compared."""
        return {name: copy.copy(getattr(self, name)) for name in self.CONTENT_FIELDS}
