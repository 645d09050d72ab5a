"""What people come for, in their own words, and the search that answers it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import QueryDict
from django.urls import reverse

from collaborative.search.params import SearchQuery
from collaborative.search.ways.querysets import GoalQuerySet

LONGEST_WORDS = 140
LONGEST_HEADING = 60
LONGEST_ADDRESS = 1000


class Goal(models.Model):
    """The end of a sentence that begins “I want to …”, and where it leads.

    Coordinators write it. `address` is a search as it stands behind the question mark, kept as
    text: what it finds is found anew each time.
    """

    heading = models.CharField(max_length=LONGEST_HEADING)
    words = models.CharField(max_length=LONGEST_WORDS)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    position = models.PositiveIntegerField()
    is_shown = models.BooleanField(default=True)
    # Raised by each change, so that two people at once are noticed.
    sequence = models.PositiveIntegerField(default=1, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="goal_says_what_is_wanted"),
            models.CheckConstraint(condition=~Q(heading=""), name="goal_stands_under_a_heading"),
            models.CheckConstraint(condition=~Q(address=""), name="goal_leads_to_a_search"),
            models.UniqueConstraint(Lower("words"), name="goal_is_said_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return f"I want to {self.words}"

    def get_absolute_url(self) -> str:
        """Where a reader goes: the list of what it finds."""
        return f"{reverse('search:browse')}?{self.query.to_params()}"

    def get_edit_url(self) -> str:
        return reverse("search:goal", args=[self.pk])

    @property
    def asks(self) -> str:
        """The search as a person reads it: “q: interpreter · scope: language-access”."""
        pairs = parse_qsl(self.query.to_params())
        return " · ".join(f"{name}: {value}" for name, value in pairs)

    @property
    def query(self) -> SearchQuery:
        return SearchQuery.from_params(QueryDict(self.address))
