"""Who may be asked about a practice, and what members ask them, between those people alone."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.enums import Role
from practices.permissions import user_can_read
from practices.question_querysets import ContactQuerySet, QuestionQuerySet

from .keeps import NOT_PUBLIC_ANY_MORE

LONGEST_QUESTION = 3000
LONGEST_ANSWER = 4000


class PracticeContact(models.Model):
    """Somebody of the practice's institution who said: I may be asked about it.

    Said by each person for themself. It counts while the membership lasts in which it was said
    (`standing`); who leaves and comes back says it anew.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="contacts"
    )
    user = models.ForeignKey("members.User", on_delete=models.CASCADE, related_name="+")
    agreed_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "user"], name="contact_is_once_per_practice_and_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for practice {self.practice_id}"

    @property
    def role_in_words(self) -> str:
        """Needs `standing`, which reads it along."""
        return Role(self.role).label.lower()  # type: ignore[attr-defined]


class Question(models.Model):
    """What a member asks those who do a practice, and the answer that one of them gives.

    It goes to everybody who may be asked at that moment, and the first answer settles it. Nobody
    else reads either. An address is shown by its owner alone: that of who asked to the one who
    answers, that of who answered in the mail with the answer.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="questions"
    )
    asker = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    # For whom the asker speaks; none is the collaborative as a whole.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to = models.ManyToManyField("members.User", related_name="+")
    text = models.TextField("question", max_length=LONGEST_QUESTION)
    shows_address = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    # Made with the form, so that a form that is sent twice asks once.
    key = models.CharField(max_length=32, editable=False)
    answer = models.TextField(max_length=LONGEST_ANSWER, blank=True)
    answer_shows_address = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asker", "key"], name="question_is_asked_once_a_form"),
            models.CheckConstraint(condition=~Q(text=""), name="question_has_words"),
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                    answer="",
                    answer_shows_address=False,
                )
                | Q(
                    answered_at__isnull=False,
                    answered_at__gte=F("asked_at"),
                    answered_by__isnull=False,
                )
                & ~Q(answer=""),
                name="question_answered_says_what_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asker")),
                name="question_is_not_answered_by_who_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="question_by_asker"),
            models.Index(fields=["-asked_at", "-id"], name="question_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.asker} about practice {self.practice_id}"

    def get_absolute_url(self) -> str:
        return reverse("practices:question", args=[self.pk])

    # Questions
    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    def went_to(self, user: Any) -> bool:
        """Whether it was sent to this person. Reads `to`, from memory where it was fetched."""
        return any(one.pk == user.pk for one in self.to.all())

    def name_for(self, user: Any) -> str:
        """The practice's title, while this person may read it. Needs the practice read along."""
        return self.practice.title if user_can_read(user, self.practice) else NOT_PUBLIC_ANY_MORE
