"""Pages and doors of practices."""

from __future__ import annotations

from .reading import detail, draft, file, history

__all__ = ["detail", "draft", "file", "history"]
