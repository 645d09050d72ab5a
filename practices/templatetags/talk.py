"""A comment as one reader sees it, and the button by which something is followed."""

from __future__ import annotations

from typing import Any

from django import template

from practices import queries, talk_permissions
from practices.models import Comment

register = template.Library()


@register.inclusion_tag("practices/_comment.html", takes_context=True)
def one_comment(context: template.Context, *, comment: Comment, level: int = 3) -> dict[str, Any]:
    """Asks of the page: `practice`, `user`, `may_hide`, `takes_comments`, `now`. No question more.

    `level` is that of the heading that says who writes.
    """
    user = context["user"]
    may_hide = context["may_hide"]
    is_own = talk_permissions.user_can_change_comment(user, comment)
    return {
        "comment": comment,
        "practice": context["practice"],
        "level": level,
        "is_own": is_own,
        "is_read": not comment.is_taken_back and (comment.is_shown or is_own or may_hide),
        "may_change": is_own and comment.can_be_edited(context["now"]),
        "may_take_back": is_own and not comment.is_taken_back,
        "may_hide": may_hide and comment.is_shown,
        "may_show": may_hide and comment.is_hidden and not comment.is_taken_back,
        "may_reply": context["takes_comments"] and comment.is_shown,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("practices/_follow.html", takes_context=True)
def follow_button(
    context: template.Context, *, kind: str, target: str, name: str, shows_name: bool = False
) -> dict[str, Any]:
    """Follow or stop following, for who is signed in; nothing for a stranger, who is not asked.

    `shows_name` where several stand in a row; else the page says what is followed.
    """
    user = context.get("user") if context.get("has_session") else None
    if user is None or not talk_permissions.user_can_keep(user):
        return {"is_shown": False}
    return {
        "is_shown": True,
        "follow": queries.follow_of(user, kind, target),
        "kind": kind,
        "target": target,
        "name": name,
        "shows_name": shows_name,
        "csrf_token": context.get("csrf_token"),
    }
