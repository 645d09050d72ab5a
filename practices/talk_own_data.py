"""What talking, keeping and following leave of a person; and what goes with the account."""

from __future__ import annotations

import datetime as dt

from members.keeping import Part, Row
from members.models import User
from practices.models import Comment, Follow, Keep, NoCommentMail
from practices.models.keeps import NOT_PUBLIC_ANY_MORE
from practices.permissions import user_can_see


def comments(user: User) -> list[Row]:
    own = Comment.objects.filter(author=user).select_related("practice", "institution")
    return [
        {
            "practice": _named(one.practice, user),
            "written_on": one.written_at,
            "written_as": one.get_voice_display(),
            "for": one.institution.name if one.institution else "the collaborative",
            "your_words": one.text,
            "a_reply": one.is_reply,
            "changed_on": one.edited_at,
            "taken_back_on": one.taken_back_at,
            "hidden_on": one.hidden_at,
            "reason_given_to_you": one.hidden_reason,
        }
        for one in own.newest_first()
    ]


def hidden_comments(user: User) -> list[Row]:
    """One's own reason, not the words of another."""
    found = Comment.objects.filter(hidden_by=user).select_related("practice")
    return [
        {
            "practice": _named(one.practice, user),
            "hidden_on": one.hidden_at,
            "your_reason": one.hidden_reason,
        }
        for one in found.order_by("-hidden_at", "-pk")
    ]


def wish(user: User) -> list[Row]:
    return [{"no_mails_since": one.since} for one in NoCommentMail.objects.filter(user=user)]


def kept(user: User) -> list[Row]:
    own = Keep.objects.visible_to(user).select_related("practice")
    return [
        {"practice": _named(one.practice, user), "kept_on": one.kept_at, "your_note": one.note}
        for one in own.newest_first()
    ]


def follows(user: User) -> list[Row]:
    own = Follow.objects.visible_to(user).select_related("practice", "institution", "area")
    return [
        {
            "what": one.get_kind_display(),
            "name": _named(one.practice, user) if one.practice else one.name(),
            "since": one.since,
        }
        for one in own.newest_first()
    ]


def _named(practice, user: User) -> str:
    return practice.title if user_can_see(user, practice) else NOT_PUBLIC_ANY_MORE


PARTS = (
    Part(
        "comments", "Comments that you wrote",
        "Members read them below the practice, with your name and institution as they were then. "
        "What you took back is erased; only that there was something stays.", comments,
        ("practices.Comment.author",),
    ),
    Part(
        "hidden_comments", "Comments that you hid",
        "So that their writers know who did and why.", hidden_comments,
        ("practices.Comment.hidden_by",),
    ),
    Part(
        "comment_mails", "Your wish to get no mails about comments",
        "So that comments bring you no mail.", wish, ("practices.NoCommentMail.user",),
    ),
    Part(
        "kept", "Practices that you keep",
        "Your own list, with your notes. Nobody else sees it, the site administrator neither.",
        kept, ("practices.Keep.user",),
    ),
    Part(
        "follows", "What you follow",
        "So that its news comes first in your digest. Nobody else sees it.", follows,
        ("practices.Follow.user",),
    ),
)  # fmt: skip


def forget(user: User, *, addresses: list[str], now: dt.datetime) -> None:  # noqa: ARG001
    """What was for the person alone goes. Comments stay, for those who answered them."""
    for own in (Keep, Follow, NoCommentMail):
        own.objects.filter(user=user).delete()
