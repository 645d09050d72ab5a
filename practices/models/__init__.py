"""What institutions do, told so that others can try it."""

from __future__ import annotations

from .files import PracticeFile
from .practices import Practice
from .reviews import Review
from .scope_areas import ScopeArea
from .screening import FileContents, ScreenedWords

__all__ = [
    "FileContents", "Practice", "PracticeFile", "Review", "ScopeArea", "ScreenedWords",
]  # fmt: skip
