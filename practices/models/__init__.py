"""What institutions do, told so that others can try it."""

from __future__ import annotations

from .comments import Comment, NoCommentMail
from .files import PracticeFile
from .keeps import Follow, Keep
from .practices import Practice
from .reviews import Review
from .scope_areas import ScopeArea

__all__ = [
    "Comment",
    "Follow",
    "Keep",
    "NoCommentMail",
    "Practice",
    "PracticeFile",
    "Review",
    "ScopeArea",
]
