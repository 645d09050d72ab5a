"""What a member wants to hear of, and how often."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from collaborative.digests.enums import Frequency
from collaborative.digests.querysets import SubscriptionQuerySet


class DigestSubscription(models.Model):
    """A member's wish for a digest: how often, of which scope areas (none chosen means all).

    `covered_until` is the moment up to which this reader has been told; an issue covers what came
    after it. So nothing is told twice and nothing falls between two issues, whatever was missed.
    """

    user = models.OneToOneField(
        "members.User", on_delete=models.CASCADE, related_name="digest_subscription"
    )
    frequency = models.CharField(max_length=8, choices=Frequency.choices, default=Frequency.WEEKLY)
    scopes = ArrayField(models.SlugField(max_length=60), default=list, blank=True)
    is_active = models.BooleanField(default=True)
    covered_until = models.DateTimeField(default=timezone.now)
    subscribed_at = models.DateTimeField(default=timezone.now)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(frequency__in=Frequency.values),
                name="digest_subscription_frequency_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_frequency_display()}"
