"""The words inside files that people hand in, read once and within bounds.

PDFs and Office files are read by a process of their own, which may take so much time and memory and
no more (`apart`): such files can be made to keep a reader busy for ever.
"""

from __future__ import annotations

from .apart import read_file
from .cleaning import clean_picture
from .contents import Contents, Hidden, Part

__all__ = ["Contents", "Hidden", "Part", "clean_picture", "read_file"]
