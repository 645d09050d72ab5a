"""The worker's and beat's way in: `celery -A collaborative worker`, `celery -A collaborative beat`.

Celery only rings: whatever must happen is a row in PostgreSQL, and a tick finds it.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings.production")

app = Celery("collaborative")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
