"""What the patient screen reads of files, and what people answer to what it finds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from practices.enums import SETTLING, ScreenAnswer
from practices.screening.reading import Contents
from practices.screening.signs import KIND_MEANS, Kind

LONGEST_NOTE = 300


class FileContents(models.Model):
    """The words inside a file, read once when it was handed in. They go when the file goes."""

    file = models.OneToOneField(
        "practices.PracticeFile", on_delete=models.CASCADE, related_name="contents"
    )
    # practices.screening.reading.Contents, as data.
    found = models.JSONField()
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"What is in {self.file}"

    def contents(self) -> Contents:
        return Contents.from_data(self.found)


class ScreenedWords(models.Model):
    """Words of a practice that may tell who a patient is, and what somebody answered about them.

    The words themselves are not kept: an answer must not become a second copy of what may have to
    go. A keyed hash tells the same words in the same place again, in later versions too.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="screened_words"
    )
    kind = models.CharField(max_length=12, choices=[(str(kind), str(kind)) for kind in Kind])
    # The name of a question of the form, or "file:" and the number of a file.
    place = models.CharField(max_length=60)
    fingerprint = models.CharField("keyed hash of the words", max_length=64)
    asked_at = models.DateTimeField()
    answer = models.CharField(
        max_length=20, choices=ScreenAnswer.choices, default=ScreenAnswer.OPEN
    )
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    answered_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "place", "kind", "fingerprint"],
                name="screened_words_are_asked_about_once_per_place",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in Kind]),
                name="screened_words_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=ScreenAnswer.values), name="screened_words_answer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer=ScreenAnswer.OPEN, answered_by=None, answered_at=None)
                | (
                    ~Q(answer=ScreenAnswer.OPEN)
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="screened_words_answer_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(answer=ScreenAnswer.OTHER) | ~Q(note=""),
                name="screened_words_other_answer_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.place}: {self.get_answer_display()}"

    @property
    def is_answered(self) -> bool:
        """Somebody said why these words may stay."""
        return self.answer in SETTLING

    @property
    def told(self) -> str:
        """What kind of words they were; the words themselves are not known any more."""
        return KIND_MEANS[Kind(self.kind)]

    @property
    def are_gone(self) -> bool:
        return self.answer == ScreenAnswer.REMOVED
