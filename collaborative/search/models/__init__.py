"""What the search keeps beside practices."""

from __future__ import annotations

from .goals import Goal

__all__ = ["Goal"]
