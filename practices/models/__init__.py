"""What institutions do, told so that others can try it."""

from __future__ import annotations

from .addresses import FormerAddress
from .adoptions import Adoption
from .comments import Comment, NoCommentMail
from .files import PracticeFile
from .keeps import Follow, Keep
from .planned import PlannedPublication
from .practices import Practice
from .questions import PracticeContact, Question
from .reviews import Review
from .scope_areas import ScopeArea
from .screening import FileContents, ScreenedWords
from .together import CoPublication, PracticeAuthor, SignOff
from .upkeep import VerificationReminder

__all__ = [
    "Adoption", "CoPublication", "Comment", "FileContents", "Follow", "FormerAddress", "Keep",
    "NoCommentMail", "PlannedPublication", "Practice", "PracticeAuthor", "PracticeContact",
    "PracticeFile", "Question", "Review", "ScopeArea", "ScreenedWords", "SignOff",
    "VerificationReminder",
]  # fmt: skip
