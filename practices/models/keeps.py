"""What a person keeps for later, and what a person wants to hear of. Nobody else sees either."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.http import urlencode

from practices.enums import FollowKind
from practices.permissions import user_can_see
from practices.talk_querysets import FollowQuerySet, KeepQuerySet

LONGEST_NOTE = 1000
NOT_PUBLIC_ANY_MORE = "A practice that is not public any more"


class Keep(models.Model):
    """A practice that somebody wants to find again, with a note to themself."""

    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="keeps")
    practice = models.ForeignKey("practices.Practice", on_delete=models.CASCADE, related_name="+")
    note = models.TextField("your note", max_length=LONGEST_NOTE, blank=True)
    kept_at = models.DateTimeField()

    objects = KeepQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "practice"], name="keep_is_once_per_person_and_practice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} keeps practice {self.practice_id}"

    def get_absolute_url(self) -> str:
        return reverse("practices:keep_note", args=[self.pk])

    def is_open(self) -> bool:
        """Whether its owner may read the practice now. Needs `user` with the roles."""
        return user_can_see(self.user, self.practice)

    def name(self) -> str:
        return self.practice.title if self.is_open() else NOT_PUBLIC_ANY_MORE


class Follow(models.Model):
    """Somebody wants to hear of this in the digest, whatever areas they chose there."""

    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=12, choices=FollowKind.choices)
    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(
        "practices.ScopeArea", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # As live practices spelled it when it was followed; compared in small letters.
    tag = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=FollowKind.PRACTICE, practice__isnull=False,
                    institution__isnull=True, area__isnull=True, tag="",
                )
                | Q(
                    kind=FollowKind.INSTITUTION, practice__isnull=True,
                    institution__isnull=False, area__isnull=True, tag="",
                )
                | Q(
                    kind=FollowKind.AREA, practice__isnull=True,
                    institution__isnull=True, area__isnull=False, tag="",
                )
                | Q(
                    kind=FollowKind.TAG, practice__isnull=True,
                    institution__isnull=True, area__isnull=True,
                )
                & ~Q(tag=""),
                name="follow_names_one_thing_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["user", "practice"], name="follow_of_a_practice_is_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["user", "institution"], name="follow_of_an_institution_is_once_per_person"
            ),
            models.UniqueConstraint(
                fields=["user", "area"], name="follow_of_an_area_is_once_per_person"
            ),
            models.UniqueConstraint(
                "user", Lower("tag"), condition=~Q(tag=""),
                name="follow_of_a_tag_is_once_per_person_in_any_case",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user} follows {self.get_kind_display().lower()} {self.target}"

    def get_absolute_url(self) -> str:
        thing: Any = self.practice or self.institution or self.area
        if thing:
            return thing.get_absolute_url()
        return f"/practices/?{urlencode({'tag': self.tag})}"

    def get_end_url(self) -> str:
        return reverse("practices:unfollow", args=[self.pk])

    @property
    def target(self) -> str:
        """What the form that begins it says: a slug, or the tag."""
        thing: Any = self.practice or self.institution or self.area
        return thing.slug if thing else self.tag

    def is_open(self) -> bool:
        """Whether there is a page to go to. Needs `user` with the roles."""
        if self.practice:
            return user_can_see(self.user, self.practice)
        return self.institution.is_active if self.institution else True

    def name(self) -> str:
        if self.practice:
            return self.practice.title if self.is_open() else NOT_PUBLIC_ANY_MORE
        return str(self.institution or self.area or self.tag)
