"""Issues and the ledger: what was planned, for whom, and what became of each mail."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collaborative.digests.enums import DeliveryState, IssueKind, SkipReason
from collaborative.digests.querysets import DeliveryQuerySet


class DigestIssue(models.Model):
    """One sending of one kind for one period, e.g. weekly 2026-W47. Planned once.

    `cards` freezes the content: practice id -> the ready HTML and text of its card, made once
    for all readers; `frame` freezes what stands around the cards. A later change of words or
    template does not touch a planned issue.
    """

    kind = models.CharField(max_length=8, choices=IssueKind.choices)
    period_key = models.CharField(max_length=32)
    due_at = models.DateTimeField()
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cards = models.JSONField(default=dict)
    frame = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period_key"], name="digest_issue_is_once_per_kind_and_period"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=IssueKind.values), name="digest_issue_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period_key}"

    def get_absolute_url(self) -> str:
        """The reader's copy on the portal."""
        return reverse("digests:issue", args=[self.pk])

    def get_ledger_url(self) -> str:
        return reverse("digests:ledger", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class DigestDelivery(models.Model):
    """One line of the ledger: one issue to one reader.

    The claim (pending -> sending) is committed before SMTP begins. A line whose sender died is
    uncertain, because SMTP cannot say more; nothing uncertain is sent again by itself.
    """

    issue = models.ForeignKey(DigestIssue, on_delete=models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(
        "members.User", on_delete=models.CASCADE, related_name="digest_deliveries"
    )
    practice_ids = ArrayField(models.BigIntegerField())
    # Those of them that this reader was told of before, or that are older than the wish.
    changed_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Those that the reader followed when the issue was planned, by themselves or by what they are.
    followed_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Practice id -> what happened around a followed practice whose own words are not news.
    happened = models.JSONField(default=dict, blank=True)
    # Practice id -> the saved searches that brought it ([number, name] each), and whether nothing
    # else did: then it leaves the mail when its reader wants none of them told any more.
    found_by = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    skip_reason = models.CharField(max_length=20, choices=SkipReason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    email = models.EmailField("address it went to", blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    smtp_answer = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "recipient"], name="digest_delivery_is_once_per_issue_and_reader"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="digest_delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENDING) | Q(lease_until__isnull=False),
                name="digest_delivery_sending_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SKIPPED, skip_reason__in=SkipReason.values)
                | (~Q(state=DeliveryState.SKIPPED) & Q(skip_reason="")),
                name="digest_delivery_skipped_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                condition=Q(state=DeliveryState.PENDING),
                name="digest_delivery_due",
            ),
            models.Index(
                fields=["lease_until"],
                condition=Q(state=DeliveryState.SENDING),
                name="digest_delivery_leases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} to {self.recipient_id}: {self.get_state_display()}"
