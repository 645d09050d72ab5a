"""Questions about practices that pages ask. Use as a module: `queries.history(…)`."""

from __future__ import annotations

from .adoptions import Directions, adoption, adoption_changes, directions, latest, ledger, own_lines
from .counties import CountyMap, county_map
from .drafts import begun_lately, interests
from .history import Change, History, Version, changes, history, labels
from .progress import Place, StepProgress, anchor, places, progress
from .public import InstitutionName, PublicWords, public_words
from .related import Related, nearest, related
from .reviews import Waiting, plan_of, reviews_for, told
from .screening import Asked, Screened, place_of_file, screened
from .spreading import Spread, spread
from .tags import spelled_as_in_use, tags_as_spelled, tags_in_use

__all__ = [
    "Asked", "Change", "CountyMap", "Directions", "History", "InstitutionName", "Place",
    "PublicWords", "Related", "Screened", "Spread", "StepProgress", "Version", "Waiting",
    "adoption", "adoption_changes", "anchor", "begun_lately", "changes", "county_map",
    "directions", "history", "interests", "labels", "latest", "ledger", "nearest", "own_lines",
    "place_of_file", "places", "plan_of", "progress", "public_words", "related", "reviews_for",
    "screened", "spelled_as_in_use", "spread", "tags_as_spelled", "tags_in_use", "told",
]  # fmt: skip
