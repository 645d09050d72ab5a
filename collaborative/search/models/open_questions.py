"""What members ask the whole consortium where a search found nothing, and what others answer."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collaborative.search.open_querysets import OpenQuestionQuerySet, OpenWordsQuerySet

from .saved import LONGEST_PARAMS

LONGEST_QUESTION = 600
LONGEST_ANSWER = 2_000


class OpenWords(models.Model):
    """A member's words to all members. For members only.

    For whom its writer spoke stays as it was then. Hidden words stay in the row; words that were
    taken back are gone.
    """

    author = models.ForeignKey("members.User", on_delete=models.PROTECT, related_name="+")
    # None is the collaborative as a whole.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField(max_length=400, blank=True)
    # Made with the form, so that a form that is sent twice writes once.
    key = models.CharField(max_length=32, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["author", "key"], name="%(class)s_is_written_once_a_form"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) & ~Q(text="")
                | Q(taken_back_at__isnull=False, text=""),
                name="%(class)s_has_words_until_it_is_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_reason="")
                | Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason=""),
                name="%(class)s_hidden_says_by_whom_and_why",
            ),
        ]

    # Questions
    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    @property
    def is_shown(self) -> bool:
        return not self.is_hidden and not self.is_taken_back


class OpenQuestion(OpenWords):
    """Something that nobody has published: does anybody of the consortium do it, or know of it?

    `params` is the search from which it came, as its address says it; none where it came from none.
    """

    params = models.CharField(max_length=LONGEST_PARAMS, blank=True)
    area = models.ForeignKey(
        "practices.ScopeArea", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Its asker has what was looked for, or nobody waits any more: it takes no answers.
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OpenQuestionQuerySet.as_manager()

    class Meta(OpenWords.Meta):
        constraints = [
            *OpenWords.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("written_at")),
                name="openquestion_is_closed_after_it_is_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["-written_at", "-id"], name="openquestion_newest_first"),
            models.Index(fields=["author", "written_at"], name="openquestion_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.author} asks the consortium"

    def get_absolute_url(self) -> str:
        return reverse("search:open_question", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.is_shown


class OpenAnswer(OpenWords):
    """What a member knows of it; and the practice to read, if there is one."""

    question = models.ForeignKey(OpenQuestion, on_delete=models.CASCADE, related_name="answers")
    # A public one when it was named. Who may not read it any more meets no link to it.
    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OpenWordsQuerySet.as_manager()

    class Meta(OpenWords.Meta):
        indexes = [
            models.Index(fields=["question", "written_at", "id"], name="openanswer_in_order"),
            models.Index(fields=["author", "written_at"], name="openanswer_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.author} answers question {self.question_id}"

    def get_absolute_url(self) -> str:
        return f"{reverse('search:open_question', args=[self.question_id])}#answer-{self.pk}"
