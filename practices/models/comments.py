"""What members say about a practice, to each other."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from practices.enums import OF_AN_INSTITUTION, OF_THE_COLLABORATIVE, Voice
from practices.talk_querysets import CommentQuerySet

LONGEST_COMMENT = 3000
# For so long a writer may mend the own words; later others have answered them.
EDIT_FOR = dt.timedelta(minutes=15)


class Comment(models.Model):
    """A member's words about a practice, or a reply to such words. For members only.

    A reply hangs on a comment, never on a reply. For whom and as what its writer spoke stays as it
    was then. Hidden words stay in the row; words that were taken back are gone.
    """

    practice = models.ForeignKey(
        "practices.Practice", on_delete=models.CASCADE, related_name="comments"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    author = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, related_name="practice_comments"
    )
    # None is the collaborative as a whole.
    institution = models.ForeignKey(
        "members.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    voice = models.CharField(max_length=16, choices=Voice.choices)
    text = models.TextField("comment", max_length=LONGEST_COMMENT, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        "members.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField(max_length=400, blank=True)
    # Made with the form, so that a form that is sent twice writes one comment.
    key = models.CharField(max_length=32, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "key"], name="comment_is_written_once_a_form"
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, voice__in=OF_AN_INSTITUTION)
                | Q(institution__isnull=True, voice__in=OF_THE_COLLABORATIVE),
                name="comment_speaks_for_an_institution_or_from_an_office",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True) & ~Q(text="")
                | Q(taken_back_at__isnull=False, text=""),
                name="comment_has_words_until_it_is_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(edited_at__isnull=True)
                | Q(edited_at__gte=F("written_at"), edited_at__lt=F("written_at") + EDIT_FOR),
                name="comment_is_edited_within_fifteen_minutes",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_reason="")
                | Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason=""),
                name="comment_hidden_says_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="comment_is_no_reply_to_itself",
            ),
        ]
        indexes = [
            models.Index(
                fields=["practice", "-written_at", "-id"],
                condition=Q(parent=None),
                name="comment_threads",
            ),
            models.Index(fields=["parent", "written_at", "id"], name="comment_replies"),
            models.Index(fields=["author", "written_at"], name="comment_by_author"),
            models.Index(fields=["written_at"], name="comment_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.author} on practice {self.practice_id}"

    def get_absolute_url(self) -> str:
        """Where it is read: a reply's address leads on to its place below what it answers."""
        return reverse("practices:comment", args=[self.practice.slug, self.pk])

    # Questions
    @property
    def is_reply(self) -> bool:
        return self.parent_id is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    @property
    def is_shown(self) -> bool:
        return not self.is_hidden and not self.is_taken_back

    @property
    def was_edited(self) -> bool:
        return self.edited_at is not None

    @property
    def can_be_edited_until(self) -> dt.datetime:
        return self.written_at + EDIT_FOR

    def can_be_edited(self, now: dt.datetime) -> bool:
        return self.is_shown and now < self.can_be_edited_until


class NoCommentMail(models.Model):
    """A person's wish to get no mails about comments. Without one, they are written to."""

    user = models.OneToOneField(
        "members.User", on_delete=models.CASCADE, related_name="no_comment_mail"
    )
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"No mails about comments to {self.user}"
