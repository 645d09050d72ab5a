from .entries import Change, Entry, Word

__all__ = ["Change", "Entry", "Word"]
