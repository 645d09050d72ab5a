"""What institutions do, told so that others can try it."""

from __future__ import annotations

from .files import PracticeFile
from .planned import PlannedPublication
from .practices import Practice
from .reviews import Review
from .scope_areas import ScopeArea
from .upkeep import VerificationReminder

__all__ = [
    "PlannedPublication", "Practice", "PracticeFile", "Review", "ScopeArea", "VerificationReminder",
]  # fmt: skip
