"""The evidence grade: derived from facts that an author can state, never chosen.

The scheme is that of AHRQ's Health Care Innovations Exchange. What a community counts as proof
stands beside the grade and neither raises nor lowers it.
"""

from __future__ import annotations

from django.db import models

from .choices import Consistency, StudyDesign


class Grade(models.TextChoices):
    STRONG = "strong", "Strong"
    MODERATE = "moderate", "Moderate"
    SUGGESTIVE = "suggestive", "Suggestive"
    NOT_YET = "not-yet", "Not evaluated yet"


GRADE_MEANS = {
    Grade.STRONG: "Compared with a group chosen by chance, and the results agree.",
    Grade.MODERATE: "Compared in a planned way: before and after, or with a group not chosen by "
    "chance.",
    Grade.SUGGESTIVE: "Told by people, or by numbers with nothing to compare them with.",
    Grade.NOT_YET: "Nobody has looked yet at whether it works.",
}


def grade(design: str, consistency: str) -> Grade:
    """The grade of these facts. A randomized look with mixed results is not called strong."""
    match design:
        case StudyDesign.RANDOMIZED:
            return Grade.STRONG if consistency == Consistency.CONSISTENT else Grade.MODERATE
        case StudyDesign.COMPARISON | StudyDesign.BEFORE_AFTER:
            return Grade.MODERATE
        case StudyDesign.NUMBERS_AFTER | StudyDesign.QUALITATIVE:
            return Grade.SUGGESTIVE
    return Grade.NOT_YET
