"""That somebody wrote to somebody, and who wants no letters."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from collaborative.directory.querysets import LetterQuerySet


class Letter(models.Model):
    """One member wrote to another through the portal: who, to whom, when. Never what.

    `fingerprint` tells a form that was sent twice from another letter. It is made with a key that
    is kept nowhere, so the words cannot be guessed from it.
    """

    sender = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recipient = models.ForeignKey(
        "members.User", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # For whom the writer spoke; none is the collaborative as a whole, or not known.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    fingerprint = models.CharField(max_length=64)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "fingerprint"], name="letter_is_sent_once_a_form"
            )
        ]
        indexes = [
            models.Index(fields=["sender", "sent_at"], name="letter_by_sender"),
            models.Index(fields=["-sent_at", "-id"], name="letter_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name} to {self.recipient_name}"

    @property
    def sender_name(self) -> str:
        """Needs `sender` to be read along."""
        return str(self.sender or "a former member")

    @property
    def recipient_name(self) -> str:
        """Needs `recipient` to be read along."""
        return str(self.recipient or "a former member")


class NoLetters(models.Model):
    """A person's wish not to be written to. Without one, whoever is shown can be written to."""

    user = models.OneToOneField("members.User", on_delete=models.CASCADE, related_name="no_letters")
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"No letters to {self.user}"
