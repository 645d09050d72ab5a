"""The practice: the record everything else is about."""

from __future__ import annotations

import copy
import datetime as dt
import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import MONTHS
from wagtail.models import DraftStateMixin, Revision, RevisionMixin

from practices import record
from practices.choices import (
    CareSetting,
    Consistency,
    Licence,
    MinnesotaGroup,
    Mode,
    OrganizationSize,
    Population,
    StudyDesign,
)
from practices.enums import STAGE_MEANS, STORY_MEANS, WRITABLE, Stage, Story, Workflow
from practices.evidence import GRADE_MEANS, Grade, grade
from practices.querysets import PracticeQuerySet

from .together import Together
from .upkeep import Upkeep

MOST_SCOPES = 3
# In a revision's object_str, which nothing else uses: saved by the form, not by a button.
BY_ITSELF = "by itself"
# What one person saves within this time is one sitting: one line in the audit log and the history.
SITTING = dt.timedelta(minutes=30)
# Of dollars: older ones help nobody to plan.
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


def make_draft_key() -> str:
    """A name for a practice that has none yet; says nothing and cannot be guessed."""
    return f"draft-{secrets.token_hex(8)}"


def _told(longest: int) -> models.TextField:
    """An answer in a person's own words."""
    return models.TextField(max_length=longest, blank=True, default="")


def _chosen(choices: type[models.TextChoices]) -> ArrayField:
    """Any number of these choices."""
    longest = max(len(value) for value in choices.values)
    return ArrayField(models.CharField(max_length=longest), default=list, blank=True)


def _rows() -> models.JSONField:
    """An answer in rows, shaped as practices.rows.ROWS says."""
    return models.JSONField(default=list, blank=True)


def _one_of(name: str, choices: type[models.TextChoices]) -> models.CheckConstraint:
    """Left open, or one of the choices."""
    return models.CheckConstraint(
        condition=Q(**{name: ""}) | Q(**{f"{name}__in": choices.values}),
        name=f"practice_{name}_is_known",
    )


class Practice(Upkeep, Together, DraftStateMixin, RevisionMixin, models.Model):
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

    # What is said: record.NAMES, in the steps in which people are asked (practices/record.py).
    # The story
    title = models.CharField(max_length=140)
    story = models.CharField(max_length=12, choices=Story.choices, blank=True)
    need = models.TextField(max_length=600, blank=True)
    what_we_did = models.TextField(max_length=600, blank=True)
    result = models.TextField(max_length=600, blank=True)
    plain_summary = models.TextField(max_length=1200, blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    ended_reason = models.TextField(max_length=600, blank=True)
    followed_by = models.TextField(max_length=600, blank=True, default="")
    started = models.CharField(max_length=7, blank=True)
    # Where it fits
    scopes = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    populations = _chosen(Population)
    minnesota_groups = _chosen(MinnesotaGroup)
    population_detail = models.CharField(max_length=200, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    care_settings = _chosen(CareSetting)
    counties = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    organization_size = models.CharField(
        max_length=12, choices=OrganizationSize.choices, blank=True, default=""
    )
    origin_site = models.CharField(max_length=200, blank=True, default="")
    # How it is done
    rationale = _told(2000)
    materials = _told(3000)
    how_it_works = models.TextField(max_length=8000, blank=True)
    who_provides = _told(2000)
    modes = _chosen(Mode)
    where_it_happens = _told(1500)
    dose = _told(1500)
    tailoring = _told(2000)
    modifications = _told(2000)
    fidelity_planned = _told(1500)
    fidelity_actual = _told(1500)
    # What it takes
    resources = _rows()
    start_up_cost = models.PositiveIntegerField("dollars", null=True, blank=True)
    yearly_cost = models.PositiveIntegerField("dollars a year", null=True, blank=True)
    cost_year = models.PositiveSmallIntegerField(null=True, blank=True)
    fte = models.DecimalField(
        "full-time posts", max_digits=6, decimal_places=2, null=True, blank=True
    )
    funding = _told(1500)
    leadership = _told(2000)
    what_it_takes = models.TextField(max_length=4000, blank=True)
    milestones = _rows()
    risks = _rows()
    # With whom
    communities = _rows()
    community_part = models.TextField(max_length=4000, blank=True)
    # What came of it
    aim = _told(1000)
    measures = _rows()
    results_detail = models.TextField(max_length=6000, blank=True)
    reach = _told(1000)
    study_design = models.CharField(
        max_length=16, choices=StudyDesign.choices, blank=True, default=""
    )
    consistency = models.CharField(
        max_length=12, choices=Consistency.choices, blank=True, default=""
    )
    study_reports = _rows()
    community_evidence = _told(2000)
    variation = _told(1500)
    context_factors = _told(1500)
    data_completeness = _told(1500)
    unintended = _told(1500)
    evidence_gaps = _told(1500)
    # Adopting it
    getting_started = _told(3000)
    sustaining = _told(3000)
    what_to_adapt = _told(3000)
    advice = models.TextField(max_length=4000, blank=True)
    # Files and license
    file_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    licence = models.CharField(max_length=20, choices=Licence.choices, blank=True, default="")

    # Where it stands.
    workflow = models.CharField(
        max_length=16, choices=Workflow.choices, default=Workflow.DRAFT, editable=False
    )
    # What the author means to tell the steward at the next submission; no part of what is said.
    note_to_steward = models.TextField(max_length=1000, blank=True, default="", editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The first publication; that of the words now live is last_published_at.
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How many times it was published: the number of the words now live.
    public_version = models.PositiveIntegerField(default=0, editable=False)
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
    card_html = models.TextField(blank=True, editable=False)
    body_html = models.TextField(blank=True, editable=False)
    # Institutions that use it now, as their stewards confirmed (practices.ledger).
    adopters = models.PositiveIntegerField(default=0, editable=False)

    # Others on the same matter, the nearest first; each is shown only while it is live itself.
    related_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)

    # Of the row: the first tells a title that was sent twice, the second puts drafts in order.
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PracticeQuerySet.as_manager()

    CONTENT_FIELDS = record.NAMES

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
            _one_of("organization_size", OrganizationSize),
            _one_of("study_design", StudyDesign),
            _one_of("consistency", Consistency),
            _one_of("licence", Licence),
            models.CheckConstraint(
                condition=Q(cost_year__isnull=True)
                | Q(cost_year__gte=EARLIEST_YEAR, cost_year__lte=LATEST_YEAR),
                name="practice_cost_year_is_of_our_time",
            ),
            *Upkeep.UPKEEP_CONSTRAINTS,
        ]
        indexes = [
            GinIndex(fields=["scopes"], name="practice_scopes"),
            GinIndex(fields=["tags"], name="practice_tags"),
            GinIndex(fields=["co_author_ids"], name="practice_co_authors"),
            GinIndex(fields=["credits"], opclasses=["jsonb_path_ops"], name="practice_credits"),
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
            *Upkeep.UPKEEP_INDEXES,
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

    def get_permanent_url(self) -> str:
        """By number; leads to the address of the day."""
        return reverse("practices:by_number", args=[self.pk])

    def get_edit_url(self) -> str:
        return reverse("practices:edit", args=[self.slug])

    def get_step_url(self, step: str) -> str:
        """Where one step of the record is written; the first is the edit page itself."""
        if step == record.STEPS[0].slug:
            return self.get_edit_url()
        return reverse("practices:edit_step", args=[self.slug, step])

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
        """In review the words stand still until a steward answers or the author takes them back.

        What was withdrawn stands still until its institution brings it back.
        """
        return self.workflow in WRITABLE and not self.is_withdrawn

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
        return self.is_public and self.has_unpublished_changes

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
    def evidence_grade(self) -> Grade:
        """Derived from what the author says of the looking, never chosen."""
        return grade(self.study_design, self.consistency)

    @property
    def evidence_means(self) -> str:
        return GRADE_MEANS[self.evidence_grade]

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
        """The field behind one of CONTENT_FIELDS: its longest answer, how it is kept."""
        return cls._meta.get_field(name)  # type: ignore[return-value]

    def words(self) -> dict[str, Any]:
        """What this row says, ready to be kept or compared."""
        return {name: copy.copy(getattr(self, name)) for name in self.CONTENT_FIELDS}
