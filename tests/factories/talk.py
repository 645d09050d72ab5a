from __future__ import annotations

import datetime as dt
import secrets

from django.utils import timezone

from members.models import User
from practices import actions
from practices.models import Comment, Practice


def written_comment(
    practice: Practice,
    by: User,
    text: str = "How do you pay for it?",
    *,
    answers: Comment | None = None,
    now: dt.datetime | None = None,
) -> Comment:
    """A comment as its writer sends it; `answers` makes it a reply."""
    return actions.write_comment(
        practice=practice,
        text=text,
        key=secrets.token_hex(16),
        by=by,
        now=now or timezone.now(),
        answers=answers,
    )
