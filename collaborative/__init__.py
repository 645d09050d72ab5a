"""The portal's own apps; see docs/architecture.md.

Whatever process loads Django loads Celery's app with it, as Celery's manual says: a task that is
called from a web page or a command would otherwise go to Celery's own default broker.
"""

from __future__ import annotations

from .celery import app as celery_app

__all__ = ["celery_app"]
