from __future__ import annotations

from .feeds import articles, institution_news
from .media import document, rendition

__all__ = ["articles", "document", "institution_news", "rendition"]
