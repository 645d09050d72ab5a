"""Searches that people saved, and what has newly come into them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse

from collaborative.search.enums import Telling
from collaborative.search.params import SearchQuery
from collaborative.search.saved_querysets import HitQuerySet, SavedSearchQuerySet

LONGEST_NAME = 80
# A longer address is a list of choices that nobody can look through; and it has to fit an index.
LONGEST_PARAMS = 2_000


class WatchedSearch(models.Model):
    """What one or more people asked for in the same words and choices: looked at once for all.

    `known` are the live practices that it found when somebody last looked (a bitmap, as pyroaring
    writes it): what it finds beyond them is news. Public tier: drafts are never in it.
    """

    params = models.CharField(max_length=LONGEST_PARAMS, unique=True)
    known = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(params=""), name="watched_search_asks_something"),
        ]

    def __str__(self) -> str:
        return self.params

    @property
    def query(self) -> SearchQuery:
        return SearchQuery.from_params(QueryDict(self.params))


class SavedSearch(models.Model):
    """A search that somebody wants to find again, by a name of their own. Nobody else sees it."""

    owner = models.ForeignKey(
        "members.User", on_delete=models.CASCADE, related_name="saved_searches"
    )
    watched = models.ForeignKey(WatchedSearch, on_delete=models.PROTECT, related_name="saved")
    name = models.CharField(max_length=LONGEST_NAME)
    tells = models.CharField(max_length=8, choices=Telling.choices, default=Telling.DIGEST)
    created_at = models.DateTimeField()
    # What was found up to here is nothing new to its owner any more.
    seen_at = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("name"), name="saved_search_has_a_name_of_its_own_per_person"
            ),
            models.UniqueConstraint(
                fields=["owner", "watched"], name="saved_search_is_once_per_person"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_a_name"),
            models.CheckConstraint(
                condition=Q(tells__in=Telling.values), name="saved_search_telling_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("search:saved", args=[self.pk])

    def get_results_url(self) -> str:
        """Where it finds what it finds. Needs `watched` read along."""
        return f"{reverse('search:browse')}?{self.watched.params}"

    @property
    def query(self) -> SearchQuery:
        """Needs `watched` read along."""
        return self.watched.query


class SavedSearchHit(models.Model):
    """A practice that has newly come into a saved search: once, whatever happens to it later."""

    saved = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    practice = models.ForeignKey("practices.Practice", on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    # When a mail told of it, or its owner chose another way of hearing: no mail tells of it again.
    # What a digest told stands in the ledger of digests.
    told_at = models.DateTimeField(null=True, blank=True)

    objects = HitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["saved", "practice"], name="saved_search_finds_a_practice_once"
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(told_at__gte=models.F("found_at")),
                name="saved_search_hit_is_told_after_it_is_found",
            ),
        ]
        indexes = [
            models.Index(fields=["saved", "found_at"], name="saved_search_hit_by_time"),
            models.Index(
                fields=["found_at"], condition=Q(told_at=None), name="saved_search_hit_untold"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.saved_id} found practice {self.practice_id}"


class LookedUpTo(models.Model):
    """One row: every change of a practice before this transaction was held against saved searches.

    As in `Change`, the number and the oldest transaction that still runs leave no gap.
    """

    transaction = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="looked_up_to_is_one_row"),
        ]

    def __str__(self) -> str:
        return str(self.transaction)
