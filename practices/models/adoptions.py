"""Who took up a practice from whom, and what came of it."""

from __future__ import annotations

import copy

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dates import MONTHS

from practices.enums import ADOPTION_MEANS, ADOPTION_SAYS, AdoptionState
from practices.querysets import AdoptionQuerySet


class Adoption(models.Model):
    """An institution's line in the ledger of a practice that another institution told.

    The columns hold what the adopting institution's steward has confirmed, and nothing else: while
    nothing is confirmed they are empty. Newer words wait in `waiting` until the steward answers.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="adoptions"
    )
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, related_name="adoptions"
    )

    # What is said, confirmed. WORDS below.
    state = models.CharField(max_length=12, choices=AdoptionState.choices, blank=True)
    stopped_reason = models.TextField("why it stopped", max_length=600, blank=True)
    started = models.CharField("started (year, or year and month)", max_length=7, blank=True)
    ended = models.CharField("ended (year, or year and month)", max_length=7, blank=True)
    changed = models.TextField("what was changed, and why", max_length=1500, blank=True)
    outcome = models.TextField("what came of it", max_length=1500, blank=True)

    # Where it stands.
    reported_by = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The first confirmation, and each later one that changed the state: news for others.
    public_since = models.DateTimeField(null=True, blank=True)
    # Words that no steward has confirmed, and what a steward said of them.
    waiting = models.JSONField(null=True, blank=True)
    waiting_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    waiting_since = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.TextField("why not", max_length=1000, blank=True)
    # Raised with every change of the waiting words: who answers says which ones were read.
    version = models.PositiveIntegerField(default=1)

    objects = AdoptionQuerySet.as_manager()

    WORDS = ("state", "started", "ended", "changed", "outcome", "stopped_reason")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "institution"], name="adoption_is_one_per_institution"
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=AdoptionState.values),
                name="adoption_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_at__isnull=True,
                    confirmed_by__isnull=True,
                    public_since__isnull=True,
                    state="",
                )
                | (
                    Q(
                        confirmed_at__isnull=False,
                        confirmed_by__isnull=False,
                        public_since__isnull=False,
                    )
                    & ~Q(state="")
                ),
                name="adoption_columns_hold_confirmed_words_only",
            ),
            models.CheckConstraint(
                condition=~Q(state="")
                | Q(stopped_reason="", started="", ended="", changed="", outcome=""),
                name="adoption_unconfirmed_says_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(state=AdoptionState.STOPPED) | ~Q(stopped_reason=""),
                name="adoption_stopped_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=AdoptionState.STOPPED) | Q(ended="", stopped_reason=""),
                name="adoption_ended_is_stopped",
            ),
            models.CheckConstraint(
                condition=Q(
                    waiting__isnull=True, waiting_by__isnull=True, waiting_since__isnull=True
                )
                | Q(waiting__isnull=False, waiting_by__isnull=False, waiting_since__isnull=False),
                name="adoption_waiting_words_are_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(waiting__isnull=False),
                name="adoption_says_something",
            ),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_by__isnull=True, declined_reason="")
                | (
                    Q(
                        declined_at__isnull=False,
                        declined_by__isnull=False,
                        waiting__isnull=False,
                    )
                    & ~Q(declined_reason="")
                ),
                name="adoption_declined_says_why_of_waiting_words",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "practice"], name="adoption_by_institution"),
            models.Index(
                models.F("public_since").desc(),
                models.F("id").desc(),
                condition=Q(confirmed_at__isnull=False),
                name="adoption_latest",
            ),
        ]

    def __str__(self) -> str:
        return f"Adoption {self.pk}"

    # URLs
    def get_absolute_url(self) -> str:
        """The adopting institution's own page of it; everybody else reads the ledger."""
        return self._address("adoption")

    def get_ledger_url(self) -> str:
        address = reverse("practices:adoptions", args=[self.practice.slug])
        return f"{address}#{self.institution.slug}"

    def get_change_url(self) -> str:
        return self._address("change_adoption")

    def get_remove_url(self) -> str:
        return self._address("remove_adoption")

    def _address(self, name: str) -> str:
        return reverse(f"practices:{name}", args=[self.practice.slug, self.institution.slug])

    # Words
    def words(self) -> dict[str, str]:
        """What is confirmed."""
        return {name: getattr(self, name) for name in self.WORDS}

    def newest_words(self) -> dict[str, str]:
        """As last written: the waiting words, or where none wait the confirmed ones."""
        if self.waiting is None:
            return self.words()
        return {name: str(self.waiting.get(name, "")) for name in self.WORDS}

    def newest(self) -> Adoption:
        """This line as it would read with the newest words; nothing is written."""
        draft = copy.copy(self)
        for name, word in self.newest_words().items():
            setattr(draft, name, word)
        return draft

    @classmethod
    def question(cls, name: str) -> models.Field:
        """The field behind one of WORDS: its name for people, its longest answer."""
        return cls._meta.get_field(name)  # type: ignore[return-value]

    # Questions
    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def has_waiting_words(self) -> bool:
        """Words that only the institution's own people read."""
        return self.waiting is not None

    @property
    def is_waiting(self) -> bool:
        """A steward's answer is due."""
        return self.has_waiting_words and self.declined_at is None

    @property
    def is_declined(self) -> bool:
        return self.declined_at is not None

    @property
    def is_stopped(self) -> bool:
        return self.state == AdoptionState.STOPPED

    @property
    def says(self) -> str:
        """“has adopted”, said of the institution."""
        return ADOPTION_SAYS[AdoptionState(self.state)] if self.state else ""

    @property
    def means(self) -> str:
        return ADOPTION_MEANS[AdoptionState(self.state)] if self.state else ""

    @property
    def badge(self) -> str:
        """The kind of badge that suits the state."""
        return {"adopted": "live", "trying": "waiting", "stopped": "ended"}.get(self.state, "draft")

    @property
    def since(self) -> str:
        """“since March 2025”, “2023 to June 2025”; empty where nobody said."""
        start, end = _in_words(self.started), _in_words(self.ended)
        if start and end:
            return f"{start} to {end}"
        if end:
            return f"until {end}"
        if start:
            return f"begun {start}" if self.is_stopped else f"since {start}"
        return ""


def _in_words(kept: str) -> str:
    """“2019-03” as a person says it."""
    year, _, month = kept.partition("-")
    return f"{MONTHS[int(month)]} {year}" if month else year
