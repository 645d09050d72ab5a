"""What institutions do, told so that others can try it."""

from __future__ import annotations

from .adoptions import Adoption
from .files import PracticeFile
from .practices import Practice
from .reviews import Review
from .scope_areas import ScopeArea

__all__ = ["Adoption", "Practice", "PracticeFile", "Review", "ScopeArea"]
