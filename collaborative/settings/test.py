"""The test run: real servers from tests/servers_plugin.py, fast password hashing, no debug."""

from __future__ import annotations

import os

from .base import *

SECRET_KEY = "only-for-tests"  # noqa: S105  protects nothing but test data
DEBUG = False
WORKSHOP = True
SIGN_ON_FROM_LOOPBACK = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
BASE_URL = env.str("BASE_URL", default="http://testserver").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE_NAME", "test_collaborative")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Journeys set EMAIL_URL and talk to a real SMTP sink; other tests read mail.outbox.
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # looks files up when asked for: no collectstatic before tests
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILBOX_DIR = env.str("MAILBOX_DIR", default=str(VAR_DIR / "test" / "mailbox"))
# Portals that run side by side in tests share one Valkey: each has a queue and keys of its own,
# and what other tests ring for reaches nobody's worker.
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", default="nobody")
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    # Else the worker of one answers when the other asks whether a worker is there.
    "global_keyprefix": f"{CELERY_TASK_DEFAULT_QUEUE}:",
}
CACHES["default"]["KEY_PREFIX"] = CELERY_TASK_DEFAULT_QUEUE
# Journeys move the clock of every process they start by this many seconds (core.clock).
CLOCK_OFFSET_SECONDS = env.int("CLOCK_OFFSET_SECONDS", default=0)
SEARCH_READS_AHEAD = False
ACCOUNT_RATE_LIMITS = False
# Nobody answers there: no test asks the real DNS. Those that need one run tests/dns_server.py.
DNS_RESOLVERS = env.list("DNS_RESOLVERS", default=["127.0.0.1:9"])
DNS_SECONDS = 0.5
