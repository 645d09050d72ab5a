"""Comments as a page shows them: threads newest first, each with the last of its replies."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from practices.models import Comment, NoCommentMail, Practice
from practices.talk_querysets import CommentQuerySet

THREADS_A_PAGE = 10
REPLIES_A_PAGE = 25
# Below a comment in a list; the others are on the page of that comment.
LAST_REPLIES = 3


@dataclass
class Thread:
    """A comment and the last replies to it, oldest first."""

    comment: Comment
    replies: list[Comment] = field(default_factory=list)
    number: int = 0

    @property
    def more(self) -> int:
        """How many earlier replies are not in `replies`."""
        return self.number - len(self.replies)


def talk_on(practice: Practice, *, user: Any, page: Any = 1) -> Page:
    """A page of threads that this member may read; as many questions for one as for thousands."""
    comments = Comment.objects.visible_to(user).filter(practice=practice)
    threads = comments.threads().listed_for(user).newest_first()
    found = Paginator(_told(threads), THREADS_A_PAGE).get_page(page)
    shown = {one.pk: Thread(one) for one in found.object_list}
    if shown:
        replies = comments.readable_by(user).filter(parent__in=shown)
        counted = replies.values("parent").annotate(number=Count("pk")).order_by("parent")
        for parent, number in counted.values_list("parent", "number"):
            shown[parent].number = number
        for parent, last in _last_of_each(replies).items():
            shown[parent].replies = last
    found.object_list = list(shown.values())
    return found


def replies_to(comment: Comment, *, user: Any, page: Any = 1) -> Page:
    """A page of the replies that this member may read, oldest first."""
    return Paginator(_told(_replies(comment, user)).oldest_first(), REPLIES_A_PAGE).get_page(page)


def page_of_reply(reply: Comment, *, user: Any) -> int:
    """On which page below its comment a reply stands for this member."""
    before = (
        _replies(reply.parent, user)
        .filter(written_at__lte=reply.written_at)
        .exclude(written_at=reply.written_at, pk__gte=reply.pk)
        .count()
    )
    return before // REPLIES_A_PAGE + 1


def comment_for(user: Any, practice: Practice, *, pk: int) -> Comment | None:
    """One comment, or the place of one on which replies hang."""
    comments = Comment.objects.visible_to(user).filter(practice=practice).listed_for(user)
    return _told(comments).filter(pk=pk).select_related("parent").first()


def wants_comment_mail(user: Any) -> bool:
    return not NoCommentMail.objects.filter(user=user).exists()


def _replies(comment: Comment | None, user: Any) -> CommentQuerySet:
    return Comment.objects.visible_to(user).readable_by(user).filter(parent=comment)


def _told(comments: CommentQuerySet) -> CommentQuerySet:
    """With those who wrote and, where words are hidden, who hid them."""
    return comments.select_related("author", "institution", "hidden_by", "practice").defer(
        "practice__body_html", "practice__card_html", "author__password"
    )


def _last_of_each(replies: CommentQuerySet) -> dict[int, list[Comment]]:
    """Parent -> its last replies in their order."""
    place = Window(
        RowNumber(), partition_by=F("parent"), order_by=[F("written_at").desc(), F("id").desc()]
    )
    last = _told(replies.annotate(place=place).filter(place__lte=LAST_REPLIES))
    found: dict[int, list[Comment]] = defaultdict(list)
    for reply in last.oldest_first():
        found[reply.parent_id or 0].append(reply)
    return found
