"""What finding reads: one narrow row for each practice, written with the words themselves."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q


class Entry(models.Model):
    """A practice as it is found: the choices it answers to, its words, and what it is sorted by.

    Made from the practice's row by `entries.keep` in the transaction that writes the row, and from
    nothing else; `rebuild_search` makes all of them anew. Of a live practice only live words are
    in here; a draft's entry is there for its own institution.
    """

    practice = models.OneToOneField(
        "practices.Practice", on_delete=models.CASCADE, primary_key=True, related_name="entry"
    )
    live = models.BooleanField()
    # “facet:value” for every choice it answers to, and “live” (search/terms.py).
    terms = ArrayField(models.CharField(max_length=160), default=list)

    # What it is sorted by.
    published_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    adopters = models.PositiveIntegerField(default=0)
    title_key = models.CharField(max_length=140)
    # 0 to 3: how the result is known (practices/evidence.py).
    evidence = models.PositiveSmallIntegerField(default=0)
    # Ended, or nobody said in time that it is still true.
    comes_later = models.BooleanField(default=False)

    # Title (A), card and what it is filed under (B): short, so that many can be ranked at once.
    head = SearchVectorField(null=True)
    # All of its words: also who says it (C) and the rest of the record (D).
    vector = SearchVectorField(null=True)
    # The same words to show why it was found, with nothing that its readers may not read.
    text = models.TextField(default="")
    # By which way of making entries it was made (entries.BUILD).
    build = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence__lte=3), name="entry_evidence_is_at_most_three"
            ),
        ]
        indexes = [
            GinIndex(fields=["vector"], name="entry_words"),
            GinIndex(fields=["head"], name="entry_head_words"),
            GinIndex(fields=["terms"], name="entry_terms"),
            models.Index(
                F("published_at").desc(), F("practice").desc(),
                condition=Q(live=True), name="entry_newest",
            ),
            models.Index(
                F("adopters").desc(), F("published_at").desc(), F("practice").desc(),
                condition=Q(live=True), name="entry_most_adopted",
            ),
            models.Index(
                F("verified_at").desc(nulls_last=True), F("published_at").desc(),
                F("practice").desc(),
                condition=Q(live=True), name="entry_recently_verified",
            ),
            models.Index(
                F("evidence").desc(), F("published_at").desc(), F("practice").desc(),
                condition=Q(live=True), name="entry_best_known",
            ),
            models.Index("title_key", "practice", condition=Q(live=True), name="entry_by_title"),
            models.Index("build", name="entry_build"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title_key


class Change(models.Model):
    """In which transaction the entry of a practice was last written or deleted.

    Every web process keeps all choices in memory (bitmaps.py) and asks before each answer for what
    changed since it last asked. A transaction's number and the oldest one that still runs tell
    that without a lock and without a gap: numbers from a counter would appear out of order.
    """

    # No foreign key: it outlives its practice, so that every process hears of the end.
    practice_id = models.BigIntegerField(primary_key=True)
    # pg_current_xact_id(): 64 bits, never used twice in the life of a database.
    transaction = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["transaction"], name="change_transaction")]

    def __str__(self) -> str:
        return f"{self.practice_id}: {self.transaction}"


class Word(models.Model):
    """A word in the title, card or tags of a practice that was live: for slips and beginnings.

    It may have left every practice since. Whoever offers a word first looks whether the person
    who asks can find anything by it.
    """

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [
            GistIndex(OpClass("word", name="gist_trgm_ops"), name="word_alike"),
            models.Index(OpClass("word", name="varchar_pattern_ops"), name="word_begins"),
        ]

    def __str__(self) -> str:
        return self.word
