"""What becomes of a practice once it was handed in: answered in time, still true, still said."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from practices.enums import ReminderKind


class Upkeep(models.Model):
    """The part of a practice's row that tells how it is looked after. No word of it is content."""

    # While a round waits for its answer; each submission begins anew.
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    routed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whether what everybody reads is still true.
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    verified_by = models.ForeignKey(
        "members.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # The day until which somebody is to look again; none for what has ended.
    review_by = models.DateField(null=True, blank=True, editable=False)
    # Kept by the tick, so that ready-made pages and the API say the same on the same day.
    is_overdue = models.BooleanField(default=False, editable=False)
    # Its institution says it no longer; the words stay readable at their address, labelled.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        "members.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdrawn_reason = models.CharField(max_length=400, blank=True, default="", editable=False)

    UPKEEP_CONSTRAINTS = (
        models.CheckConstraint(
            condition=Q(verified_at__isnull=True, verified_by__isnull=True)
            | Q(verified_at__isnull=False, verified_by__isnull=False),
            name="practice_both_verified_at_and_verified_by_set",
        ),
        models.CheckConstraint(
            condition=Q(is_overdue=False) | Q(live=True, review_by__isnull=False),
            name="practice_overdue_is_live_and_has_review_by",
        ),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
            | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
            name="practice_withdrawn_says_who_and_why",
        ),
        models.CheckConstraint(
            condition=Q(withdrawn_at__isnull=True) | Q(live=False, taken_down_at__isnull=True),
            name="practice_withdrawn_is_neither_live_nor_taken_down",
        ),
    )

    UPKEEP_INDEXES = (
        # The tick asks every five minutes.
        models.Index(
            fields=["review_by"], condition=Q(live=True), name="practice_to_look_at_again"
        ),
    )

    class Meta:
        abstract = True

    # What the row of a practice has beside these.
    live: Any
    last_published_at: Any

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_public(self) -> bool:
        """Whoever has the address may read it: live, or withdrawn and kept for its readers."""
        return self.live or self.is_withdrawn

    @property
    def is_routed(self) -> bool:
        """Nobody answered for two weeks, so the coordinators were told."""
        return self.routed_at is not None

    @property
    def is_verified(self) -> bool:
        """Somebody of its institution said of the words now live that they are still true."""
        said_at = self.last_published_at
        return self.verified_at is not None and (said_at is None or self.verified_at >= said_at)


class VerificationReminder(models.Model):
    """A letter that asked whether a practice is still true: once of each kind for each day due.

    Written in the transaction that sends it, so a tick that runs twice asks once; a letter that
    may not have arrived is not sent again.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(max_length=8, choices=ReminderKind.choices)
    review_by = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "kind", "review_by"], name="reminder_is_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ReminderKind.values), name="reminder_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.review_by}"
