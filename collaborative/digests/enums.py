"""Words of digests and their ledger."""

from __future__ import annotations

from django.db import models


class Frequency(models.TextChoices):
    DAILY = "daily", "Every day"
    WEEKLY = "weekly", "Every week, on Monday"


class IssueKind(models.TextChoices):
    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    EXTRA = "extra", "Sent by a coordinator"


class DeliveryState(models.TextChoices):
    """pending -> sending -> sent | failed | skipped | uncertain (never again by itself)."""

    PENDING = "pending", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Accepted by the mail server"
    FAILED = "failed", "Refused by the mail server"
    SKIPPED = "skipped", "Not sent, with a reason"
    UNCERTAIN = "uncertain", "Perhaps sent: no answer came"


class SkipReason(models.TextChoices):
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed before it was sent"
    INACTIVE = "inactive", "The account is closed"
    NOT_MEMBER = "not_member", "No longer a member"
    NOTHING_VISIBLE = "nothing_visible", "Nothing left that this reader may see"
