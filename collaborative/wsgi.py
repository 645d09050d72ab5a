"""The web server's way in."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings.production")

application = get_wsgi_application()

if settings.SEARCH_READS_AHEAD:
    # After the application: models are loaded by now.
    from collaborative.search.bitmaps import warm_in_background

    warm_in_background()
