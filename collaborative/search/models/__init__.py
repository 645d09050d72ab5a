from .entries import Change, Entry, Word
from .open_questions import OpenAnswer, OpenQuestion, OpenWords
from .saved import LookedUpTo, SavedSearch, SavedSearchHit, WatchedSearch

__all__ = [
    "Change",
    "Entry",
    "LookedUpTo",
    "OpenAnswer",
    "OpenQuestion",
    "OpenWords",
    "SavedSearch",
    "SavedSearchHit",
    "WatchedSearch",
    "Word",
]
