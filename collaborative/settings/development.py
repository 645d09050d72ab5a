"""A developer's machine: `make run` sets what is needed in the environment."""

from __future__ import annotations

from .base import *

# Off, so that a newcomer meets the portal's own error pages; tracebacks are in the log.
DEBUG = env.bool("DEBUG", default=False)
WORKSHOP = True
SIGN_ON_FROM_LOOPBACK = True
SECRET_KEY = SECRET_KEY or "only-for-development-and-never-anywhere-else"
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]", ".localhost"]
# Folder where the development mailbox files each mail; shown at /dev/mailbox/.
MAILBOX_DIR = env.str("MAILBOX_DIR", default=str(VAR_DIR / "mailbox"))
DEMO_NOTICE = env.bool("DEMO_NOTICE", default=True)
