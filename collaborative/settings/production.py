"""Behind HTTPS, for the public."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from .base import *

# A portal that fell back to a server that happens to answer on this machine would look well and
# be somebody else's, or empty.
for _name, _example in {
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "REDIS_URL": "redis://:password@host:6379/0",
    "SECRET_KEY": "50 or more random signs that nobody else knows",
    "ALLOWED_HOSTS": "portal.example.org",
    "BASE_URL": "https://portal.example.org",
}.items():
    if not env.str(_name, default=""):
        raise ImproperlyConfigured(f"{_name} is not set: production needs it, like {_example}.")

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
BASE_URL = env.str("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# The health check of a container asks over plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_PATH = "/"
LANGUAGE_COOKIE_SECURE = True
# X_FRAME_OPTIONS is SAMEORIGIN, not DENY: editors see previews in a frame of the site itself.
# Where frames have no place, the policy's frame-ancestors says 'none'.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
