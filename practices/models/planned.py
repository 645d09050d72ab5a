"""Publication at a chosen time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class PlannedPublication(models.Model):
    """A steward's yes to one version of a practice, for a later moment.

    It is there only while it waits: publishing, taking back, asking for a change and taking down
    end it, and the log keeps what happened. The words stand still meanwhile, as in any review.
    """

    practice = models.OneToOneField(
        "practices.Practice", on_delete=models.CASCADE, related_name="plan"
    )
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    publish_at = models.DateTimeField(db_index=True)
    planned_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_at__gt=F("planned_at")), name="plan_is_for_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.publish_at}"
