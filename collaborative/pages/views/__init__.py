from __future__ import annotations

from .feeds import articles, institution_news
from .media import rendition

__all__ = ["articles", "institution_news", "rendition"]
