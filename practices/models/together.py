"""Who writes a practice beside its first author, and which institutions publish it together."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from practices.together_querysets import CoPublicationQuerySet


class Together(models.Model):
    """The part of a practice's row that tells with whom. No word of it is content."""

    # Those of PracticeAuthor but the first author: asked at every save, so it stands on the row.
    co_author_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # What readers are shown of both, made when it changes (practices.together).
    credits = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    # What the row of a practice has beside these.
    author_id: Any
    is_submitted: Any
    latest_revision_id: Any
    live: Any
    live_revision_id: Any
    slug: Any

    def get_people_url(self) -> str:
        return reverse("practices:people", args=[self.slug])

    @property
    def writer_ids(self) -> list[int]:
        """Everybody who wrote it."""
        return [self.author_id, *self.co_author_ids]

    @property
    def asked_revision_id(self) -> int | None:
        """The version that co-publishers are asked about: the one in review, else the live one."""
        if self.is_submitted:
            return self.latest_revision_id
        return self.live_revision_id if self.live else None


class PracticeAuthor(models.Model):
    """A person who wrote a practice, and whether the name may stand on its page.

    The first author has a row once they have said so; the others from the moment they are added.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="authors"
    )
    user = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    # For which they wrote: the practice's own, or one that publishes it too.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, related_name="+"
    )
    added_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Said by the person alone.
    named_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"], name="practice_author_is_there_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Author {self.pk}"

    @property
    def is_named(self) -> bool:
        return self.named_at is not None


class CoPublication(models.Model):
    """An institution that was asked to put its name to another's practice.

    Its name stands on a version that its steward has signed off, and on no other. Withdrawing
    takes it off every version and ends the asking.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="co_publications"
    )
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, related_name="co_publications"
    )
    invited_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    note = models.TextField("a sentence to its stewards", max_length=600, blank=True)
    withdrawn_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField("why it withdrew", max_length=600, blank=True)

    objects = CoPublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "institution"],
                name="co_publication_is_one_per_institution",
            ),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="co_publication_withdrawn_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "practice"], name="co_publication_by_institution"),
        ]

    def __str__(self) -> str:
        return f"Co-publication {self.pk}"

    # URLs
    def get_absolute_url(self) -> str:
        """The page of the institution that was asked."""
        return self._address("co_publish")

    def get_sign_url(self) -> str:
        return self._address("sign_off")

    def get_decline_url(self) -> str:
        return self._address("decline_sign_off")

    def get_withdraw_url(self) -> str:
        return self._address("withdraw_name")

    def get_call_off_url(self) -> str:
        return self._address("call_off_institution")

    def _address(self, name: str) -> str:
        return reverse(f"practices:{name}", args=[self.practice.slug, self.institution.slug])

    # Questions
    @property
    def readable_title(self) -> str:
        """Of the version that its stewards may read; while there is none, whose practice it is."""
        practice = self.practice
        if practice.is_submitted:
            return practice.newest().title
        return practice.title if practice.live else f"A practice of {practice.institution}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class SignOff(models.Model):
    """A steward's answer for an institution about one version: yes, or no with a sentence."""

    co_publication = models.ForeignKey(
        CoPublication, on_delete=models.CASCADE, related_name="sign_offs"
    )
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    is_signed = models.BooleanField()
    said_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    sentence = models.TextField("why not", max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["co_publication", "revision"], name="sign_off_is_one_per_version"
            ),
            models.CheckConstraint(
                condition=Q(is_signed=True, sentence="") | (Q(is_signed=False) & ~Q(sentence="")),
                name="sign_off_declined_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-off {self.pk}"
