"""Words that are asked for in place of each other, kept by coordinators."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from collaborative.search.querysets import SynonymGroupQuerySet, TermQuerySet
from collaborative.search.synonyms import Known

LONGEST_NOTE = 120
LONGEST_TERM = 80
MOST_TERMS = 40


class SynonymGroup(models.Model):
    """Terms that mean the same, or are asked for in place of each other.

    `area` is the slug of a scope area, or nothing. It names a row of practices as practices
    themselves do: an area's slug never changes.
    """

    note = models.CharField(max_length=LONGEST_NOTE)
    area = models.CharField(max_length=60, blank=True, default="")
    # Names a group that came with the portal, so that it is brought once. Coordinators' have none.
    key = models.CharField(max_length=40, blank=True, default="")
    updated_at = models.DateTimeField()

    objects = SynonymGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="synonym_group_says_what_about"),
            models.UniqueConstraint(
                fields=["key"], condition=~Q(key=""), name="synonym_group_is_brought_once"
            ),
        ]

    def __str__(self) -> str:
        return self.note

    def get_absolute_url(self) -> str:
        return f"/finding/words/{self.pk}/"

    def get_remove_url(self) -> str:
        return f"/finding/words/{self.pk}/remove/"


class Term(models.Model):
    """One way to say it, as people type it. `search.synonyms` says what the marks mean."""

    group = models.ForeignKey(SynonymGroup, on_delete=models.CASCADE, related_name="terms")
    words = models.CharField(max_length=LONGEST_TERM)
    # Folding may lengthen a text: “½” is three signs.
    folded = models.CharField(max_length=LONGEST_TERM * 4)
    # A code of collaborative.core.minnesota.LANGUAGES; nothing for English and words of the field.
    language = models.CharField(max_length=12, blank=True, default="")
    is_exact = models.BooleanField(default=False)
    is_way_in = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="synonym_has_words"),
            models.CheckConstraint(condition=~Q(folded=""), name="synonym_has_letters"),
            models.UniqueConstraint(
                fields=["group", "folded"], name="synonym_stands_once_in_a_group"
            ),
            models.CheckConstraint(
                condition=Q(language="") | Q(language__regex=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$"),
                name="synonym_language_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(is_exact=False) | ~Q(words=F("folded")),
                name="synonym_that_counts_as_written_has_capitals",
            ),
        ]
        indexes = [models.Index(fields=["group", "position"], name="synonym_in_order")]

    def __str__(self) -> str:
        return self.words

    @property
    def known(self) -> Known:
        """As the vocabulary takes it."""
        return Known(self.words, self.folded, self.language, self.is_exact, self.is_way_in)
