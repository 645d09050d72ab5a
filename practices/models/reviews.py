"""A steward's answer to what an author submitted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from practices.enums import ReviewState
from practices.querysets import ReviewQuerySet


class Review(models.Model):
    """One round: an author submits a revision, a steward publishes it or asks for a change.

    The author's answer to a change that was asked is the note of the next round.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="reviews"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(
        max_length=16, choices=ReviewState.choices, default=ReviewState.WAITING
    )
    submitted_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    author_note = models.TextField("a note to the steward", max_length=1000, blank=True)
    decided_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    steward_note = models.TextField("what to change", max_length=1000, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(state=ReviewState.WAITING),
                name="review_waits_once_per_practice",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReviewState.values), name="review_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.WAITING, decided_at__isnull=True)
                | (~Q(state=ReviewState.WAITING) & Q(decided_at__isnull=False)),
                name="review_decided_has_decided_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.CHANGES_ASKED) | ~Q(steward_note=""),
                name="review_changes_asked_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} ({self.get_state_display()})"
