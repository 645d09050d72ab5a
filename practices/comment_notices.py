"""Letters about comments: to who wrote the practice, to who is answered, to whose words are hidden.

Comments are for members, so nobody gets one who is none now. Who reads the words of one gets one
letter, whatever they are to it.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from collaborative.core.mail.send import send_mail_message
from members.models import User
from practices import talk_permissions
from practices.models import Comment, NoCommentMail, Practice
from practices.notices import authors_of

PREFERENCES = "/digests/preferences/#comments"


def written(*, comment: Comment, practice: Practice) -> None:
    """To the person who is answered, and to the writers of the practice; not to oneself."""
    answered = comment.parent.author if comment.parent else None
    people = {one.pk: one for one in [*([answered] if answered else []), *authors_of(practice)]}
    people.pop(comment.author_id, None)
    silent = set(NoCommentMail.objects.filter(user__in=people).values_list("user_id", flat=True))
    for person in people.values():
        if person.pk in silent or not talk_permissions.user_can_read_comments(person, practice):
            continue
        is_answered = answered is not None and person.pk == answered.pk
        template = "practice_comment_answered" if is_answered else "practice_commented"
        _write(person, template, comment, practice)


def hidden(*, comment: Comment) -> None:
    """To its writer: that it is hidden, by whom and why. Wishes do not count here."""
    if comment.author.is_active:
        _write(comment.author, "practice_comment_hidden", comment, comment.practice)


def _write(person: User, template: str, comment: Comment, practice: Practice) -> None:
    path = reverse("practices:comment", args=[practice.slug, comment.pk])
    context = {
        "person": person,
        "practice": practice,
        "comment": comment,
        "title": practice.title,
        "quoted": "\n".join(f"> {line}".rstrip() for line in comment.text.splitlines()),
        "url": f"{settings.BASE_URL}{path}",
        "off_url": f"{settings.BASE_URL}{PREFERENCES}",
        "contact": settings.CONTACT_EMAIL,
    }
    send_mail_message(to=person.email, template=template, context=context)
