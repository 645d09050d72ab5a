"""How often something may be tried, counted in the cache by allauth's own limiter.

The rates stand in ACCOUNT_RATE_LIMITS of the settings beside those of signing in: "ip" counts for
one network address (TRUSTED_PROXIES decides whose), "key" for what is named.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest


def allows(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Counts one more try, and says whether it is within the rate."""
    return ratelimit.consume(request, action=action, key=key)
